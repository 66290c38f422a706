import type { NginxDocument, PlatformDocument } from '@aegis/contracts';
import { renderNginxConf } from '@aegis/gateway-templates';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { usesMaker } from '../plugins/index.ts';
import { readConfig } from './platform-config.ts';

/** An address by plain HTTP says nothing of HTTPS, so that is where everybody looks for it. */
function httpsPortOf(gatewayUrl: string): number {
  const { protocol, port } = new URL(gatewayUrl);
  return protocol === 'https:' && port !== '' ? Number(port) : 443;
}

/** `platform:settings` */
export async function renderPlatform(
  tx: Tx,
  _ids: readonly string[],
  env: Env,
): Promise<Map<string, PlatformDocument>> {
  const { config } = await readConfig(tx);
  const usesOf = usesMaker(env);
  const document: PlatformDocument = {
    base_domain: env.AEGIS_BASE_DOMAIN,
    upstream_allow: env.AEGIS_UPSTREAM_ALLOW,
    ...(config.app_max_in_flight !== undefined && { app_max_in_flight: config.app_max_in_flight }),
    plugins: usesOf(config.plugins, 'platform'),
    https_port: httpsPortOf(env.AEGIS_GATEWAY_URL),
    issuer: env.AEGIS_PUBLIC_URL,
    docs_url: env.AEGIS_DOCS_URL,
  };
  return new Map([['settings', document]]);
}

/** `nginx:conf` */
export async function renderNginx(tx: Tx): Promise<Map<string, NginxDocument>> {
  const { config } = await readConfig(tx);
  return new Map([['conf', { conf: renderNginxConf(config.nginx) }]]);
}
