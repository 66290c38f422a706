import { getPlatformVersions, listGateways, reloadGateways } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { type GatewayRow, gatewayView } from './gateway.view.ts';
import { PlatformVersionsReader } from './platform-versions.ts';

@Controller()
export class GatewaysController {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly clock: Clock,
    private readonly versions: PlatformVersionsReader,
  ) {}

  @Handles(listGateways)
  async list(_: Call<typeof listGateways>): Promise<Answer<typeof listGateways>> {
    return this.db.asPlatform('gateways belong to the platform', async (tx) => {
      const [state] = await tx.query<{ revision: string }[]>('SELECT revision FROM publisher');
      const rows = await tx.query<GatewayRow[]>(
        `SELECT id, revision, refusals, heartbeat, agent, last_seen_at FROM gateways
         ORDER BY heartbeat->>'name', id`,
      );
      const newest = Number(state?.revision ?? 0);
      const now = this.clock.now();
      return { newest_revision: newest, items: rows.map((row) => gatewayView(row, newest, now)) };
    });
  }

  @Handles(getPlatformVersions)
  async platformVersions(_: Call<typeof getPlatformVersions>): Promise<Answer<typeof getPlatformVersions>> {
    return this.versions.read();
  }

  /** The revision has no entry in the change stream, so that gateways find a gap and look at everything again. */
  @Handles(reloadGateways)
  async reload({ ctx }: Call<typeof reloadGateways>): Promise<Answer<typeof reloadGateways>> {
    const { revision } = await this.changes.write(ctx, 'gateways.reload', async () => ({
      result: undefined,
      resource: 'gateways',
      documents: [{ name: 'platform:settings' }],
      reload: true,
      summary: 'Published every document again',
    }));
    return { revision: revision ?? 0 };
  }
}
