import type {
  createUpstream,
  getUpstreamHealth,
  listUpstreams,
  replaceUpstream,
  Upstream,
  UpstreamHealth,
} from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { AppPart, assertEnvironment } from '../app-access/index.ts';
import { assertAddresses } from './addresses.ts';
import { clientKeyContext, keptSettings } from './client-key.ts';
import { HealthReports } from './health-reports.ts';
import { insertUpstream, type StoredUpstream, updateUpstream, upstreamKind } from './upstream.ts';

/** Upstreams of an app's environments. */
@Injectable()
export class UpstreamsService extends AppPart<StoredUpstream, Upstream> {
  protected readonly kind = upstreamKind;

  constructor(
    db: Database,
    changes: Changes,
    liveness: LivenessReader,
    private readonly outgoing: Outgoing,
    private readonly reports: HealthReports,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {
    super(db, changes, liveness);
  }

  override list(call: Call<typeof listUpstreams>) {
    const { environment } = call.query;
    return super.list(call, environment ? [{ sql: 'environment = ?', values: [environment] }] : []);
  }

  async create(call: Call<typeof createUpstream>) {
    const { ctx, params, body } = call;
    assertEnvironment(ctx, body.environment);
    await assertAddresses(this.outgoing, body.targets);
    const { environment, name, ...settings } = body;
    const kept = keptSettings(this.#sealing(params.app_id, body), settings);
    return this.add(call, (tx) =>
      insertUpstream(tx, ctx.customer.id, params.app_id, { environment, name }, kept),
    );
  }

  /** Reports are found by the ids of an upstream that the caller may see. */
  async health({ ctx, params }: Call<typeof getUpstreamHealth>): Promise<UpstreamHealth> {
    const { id } = await this.see(ctx, params);
    return this.reports.of(params.app_id, id);
  }

  async replace(call: Call<typeof replaceUpstream>) {
    await assertAddresses(this.outgoing, call.body.targets);
    return this.change(call, (tx, row) =>
      updateUpstream(tx, row.id, keptSettings(this.#sealing(call.params.app_id, row), call.body, row)),
    );
  }

  #sealing(appId: string, { environment, name }: { environment: string; name: string }) {
    const context = clientKeyContext(appId, environment, name);
    return { keyring: this.keyring, context, now: this.clock.now() };
  }
}
