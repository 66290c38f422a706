import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { RedisClients } from '../redis/redis.ts';

export interface Readiness {
  ready: boolean;
  dependencies: Record<string, { ok: boolean; reason?: string }>;
}

const CHECK_TIMEOUT_MS = 2_000;

@Injectable()
export class Health {
  constructor(
    private readonly db: Database,
    private readonly redis: RedisClients,
  ) {}

  /** Asks every dependency; each gets two seconds. */
  async readiness(): Promise<Readiness> {
    const checks = await Promise.all([
      check('postgres', () => this.db.ping()),
      check('redis_config', () => this.redis.config.ping()),
      check('redis_state', () => this.redis.state.ping()),
    ]);
    return { ready: checks.every(([, { ok }]) => ok), dependencies: Object.fromEntries(checks) };
  }
}

async function check(
  name: string,
  ask: () => Promise<unknown>,
): Promise<[string, Readiness['dependencies'][string]]> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS).unref();
  });
  try {
    await Promise.race([ask(), timeout]);
    return [name, { ok: true }];
  } catch (error) {
    return [name, { ok: false, reason: (error as NodeJS.ErrnoException).code ?? 'no answer' }];
  }
}
