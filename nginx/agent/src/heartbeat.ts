import { type AgentHeartbeat, redisKeys } from '@aegis/contracts';
import type { Redis } from 'ioredis';

const EXPIRES_SECONDS = 60;

/** Says that the agent lives and which nginx.conf serves. Redis away: the next one will do. */
export async function sendHeartbeat(redis: Redis, heartbeat: AgentHeartbeat): Promise<void> {
  await redis
    .set(redisKeys.agent(heartbeat.id), JSON.stringify(heartbeat), 'EX', EXPIRES_SECONDS)
    .catch(() => undefined);
}
