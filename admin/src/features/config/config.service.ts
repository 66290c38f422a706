import type { DocumentName, PlatformConfig } from '@aegis/contracts';
import { renderNginxConf } from '@aegis/gateway-templates';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import type { OperatorContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { KnownPlugins, shownPlugins } from '../plugins/index.ts';
import { NginxTest } from './nginx-test.ts';
import { readConfig, type StoredConfig, writeConfig } from './platform-config.ts';

interface View {
  config: PlatformConfig;
  nginx_conf: string;
  liveness: Awaited<ReturnType<LivenessReader['of']>>;
}

const documents: DocumentName[] = ['platform:settings', 'nginx:conf'];

const shown = (config: PlatformConfig): PlatformConfig => ({
  ...config,
  plugins: shownPlugins(config.plugins),
});

/** The platform's settings, with the nginx.conf that they make. */
@Injectable()
export class ConfigService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly plugins: KnownPlugins,
    private readonly nginx: NginxTest,
    private readonly liveness: LivenessReader,
  ) {}

  async get(): Promise<Reply<View>> {
    return this.#reply(await this.db.asPlatform('settings belong to the platform', (tx) => readConfig(tx)));
  }

  /** @throws Problem configuration_refused with what nginx says */
  async replace(
    ctx: OperatorContext,
    config: PlatformConfig,
    ifMatch: number | undefined,
  ): Promise<Reply<View>> {
    const accept = await this.plugins.accept(config.plugins, '/config/plugins');
    const refusal = await this.nginx.refusal(renderNginxConf(config.nginx));
    if (refusal !== undefined) throw new Problem('configuration_refused', { detail: refusal });
    const { result, revision } = await this.changes.write(ctx, 'config.replace', async (tx) => {
      const before = await readConfig(tx, true);
      assertVersion(ifMatch, before.version);
      const plugins = accept('platform', before.config.plugins);
      const after = await writeConfig(tx, { ...config, plugins });
      return {
        result: after,
        resource: 'config',
        before: shown(before.config),
        after: shown(after.config),
        documents: documents.map((name) => ({ name })),
        summary: 'Changed the platform’s settings',
      };
    });
    return this.#reply(result, revision);
  }

  async #reply({ config, version }: StoredConfig, revision?: number): Promise<Reply<View>> {
    const liveness = await this.liveness.of(documents);
    return reply(
      { config: shown(config), nginx_conf: renderNginxConf(config.nginx), liveness },
      { version, revision },
    );
  }
}
