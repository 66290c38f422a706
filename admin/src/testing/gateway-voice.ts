import { type AgentHeartbeat, type GatewayHeartbeat, type GatewayReport, redisKeys } from '@aegis/contracts';
import type { Redis } from 'ioredis';

/** What a gateway tells the admin, said without one. */
export class GatewayVoice {
  #at = 1_000;

  constructor(
    private readonly redis: Redis,
    readonly id: string,
  ) {}

  async heartbeat(revision: number, change: Partial<GatewayHeartbeat> = {}): Promise<void> {
    this.#at += 1;
    const heartbeat: GatewayHeartbeat = {
      id: this.id,
      name: `gateway ${this.id}`,
      boot: 'first',
      version: '0.1.0',
      revision,
      epoch: 1,
      workers: 2,
      documents: 5,
      memory_bytes: 1_000,
      connections: 3,
      requests: 4,
      refusals: [],
      at: this.#at,
      ...change,
    };
    await this.redis.zadd(redisKeys.gateways, this.#at, this.id);
    await this.redis.set(redisKeys.gateway(this.id), JSON.stringify(heartbeat));
  }

  async agent(conf: AgentHeartbeat['conf']): Promise<void> {
    const heartbeat: AgentHeartbeat = {
      id: this.id,
      boot: 'first',
      nginx_version: '1.22.1',
      lua_version: '0.10.23',
      openssl_version: '3.0.17',
      conf,
      at: this.#at,
    };
    await this.redis.set(redisKeys.agent(this.id), JSON.stringify(heartbeat));
  }

  async report(revision: number, refusals: GatewayReport['refusals'] = []): Promise<void> {
    const report: GatewayReport = { gateway: this.id, revision, refusals };
    await this.redis.xadd(redisKeys.reports, '*', 'report', JSON.stringify(report));
  }
}
