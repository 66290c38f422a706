import type { Ports } from '../system/ports.ts';
import { type Secrets, signingPublicKey } from '../system/secrets.ts';

/** Loopback is where the newcomer's own backend listens; on a server the operator decides. */
const LOOPBACK = '127.0.0.0/8,::1/128';

export interface Addresses {
  databaseUrl: string;
  redisUrl: string;
}

/** What admin, its migrations and its commands are told. */
export function adminEnvironment(ports: Ports, secrets: Secrets, addresses: Addresses): NodeJS.ProcessEnv {
  return {
    AEGIS_MODE: 'development',
    DATABASE_URL: addresses.databaseUrl,
    REDIS_URL: addresses.redisUrl,
    AEGIS_SECRET: secrets.AEGIS_SECRET,
    AEGIS_GATEWAY_SECRET: secrets.AEGIS_GATEWAY_SECRET,
    AEGIS_BASE_DOMAIN: 'localhost',
    AEGIS_PUBLIC_URL: `http://localhost:${ports.dashboard}`,
    AEGIS_GATEWAY_URL: `http://localhost:${ports.gateway}`,
    AEGIS_GATEWAY_INTERNAL_URL: `http://127.0.0.1:${ports.gateway}`,
    AEGIS_ADMIN_HOST: '127.0.0.1',
    AEGIS_ADMIN_PORT: String(ports.admin),
    AEGIS_REGISTRATION: 'open',
    AEGIS_MAILBOX: 'local',
    AEGIS_UPSTREAM_ALLOW: LOOPBACK,
  };
}

/** What the gateway's agent is told: of the secrets only what gateways may know. */
export function gatewayEnvironment(
  ports: Ports,
  secrets: Secrets,
  addresses: Pick<Addresses, 'redisUrl'>,
  local: { directory: string; accessLog: string },
): NodeJS.ProcessEnv {
  return {
    REDIS_URL: addresses.redisUrl,
    AEGIS_GATEWAY_SECRET: secrets.AEGIS_GATEWAY_SECRET,
    AEGIS_SIGNING_PUBLIC_KEY: signingPublicKey(secrets.AEGIS_SECRET),
    AEGIS_GATEWAY_NAME: 'local',
    AEGIS_GATEWAY_DIR: local.directory,
    AEGIS_ACCESS_LOG: local.accessLog,
    AEGIS_GATEWAY_LISTEN: `*:${ports.gateway}`,
    AEGIS_GATEWAY_LISTEN_TLS: `*:${ports.gatewayTls}`,
    AEGIS_GATEWAY_LISTEN_STATUS: `127.0.0.1:${ports.gatewayStatus}`,
    AEGIS_GATEWAY_STOP_SECONDS: '3',
  };
}
