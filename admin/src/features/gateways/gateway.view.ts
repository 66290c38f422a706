import {
  type AgentHeartbeat,
  GATEWAY_GONE_SECONDS,
  type Gateway,
  type GatewayHeartbeat,
  type Refusal,
} from '@aegis/contracts';

export interface GatewayRow {
  id: string;
  revision: string;
  refusals: Refusal[];
  heartbeat: GatewayHeartbeat | null;
  agent: AgentHeartbeat | null;
  last_seen_at: Date;
}

type AgentPart = Pick<
  Gateway,
  'nginx' | 'nginx_version' | 'lua_version' | 'openresty_version' | 'openssl_version'
>;

function nginxOf(agent: AgentHeartbeat | null): AgentPart {
  if (!agent) return {};
  const { nginx_version, lua_version, openresty_version, openssl_version } = agent;
  const { reloaded_at, ...conf } = agent.conf;
  const reloaded =
    reloaded_at === undefined ? {} : { reloaded_at: new Date(reloaded_at * 1000).toISOString() };
  const versions = { nginx_version, lua_version, openresty_version, openssl_version };
  return { ...versions, nginx: { ...conf, ...reloaded } };
}

export function gatewayView(row: GatewayRow, newest: number, now: Date): Gateway {
  const { heartbeat } = row;
  const silentSeconds = (now.getTime() - row.last_seen_at.getTime()) / 1000;
  return {
    id: row.id,
    name: heartbeat?.name ?? row.id,
    state: silentSeconds > GATEWAY_GONE_SECONDS ? 'gone' : 'up',
    version: heartbeat?.version ?? '',
    revision: Number(row.revision),
    behind: Math.max(0, newest - Number(row.revision)),
    workers: heartbeat?.workers ?? 0,
    documents: heartbeat?.documents ?? 0,
    memory_bytes: heartbeat?.memory_bytes ?? 0,
    connections: heartbeat?.connections ?? 0,
    requests: heartbeat?.requests ?? 0,
    refusals: row.refusals,
    ...nginxOf(row.agent),
    last_seen_at: row.last_seen_at.toISOString(),
  };
}
