import type { PlatformVersions } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Database } from '../../platform/database/database.ts';
import { RedisClients } from '../../platform/redis/redis.ts';

/** Valkey and others say another number under this name, or none. */
function redisVersionOf(info: string): string | undefined {
  return /^valkey_version:/m.test(info) ? undefined : /^redis_version:(\d+(?:\.\d+)+)/m.exec(info)?.[1];
}

/** What the platform's servers say that they are; nothing for one that is away or says something else. */
@Injectable()
export class PlatformVersionsReader {
  constructor(
    private readonly db: Database,
    private readonly redis: RedisClients,
  ) {}

  async read(): Promise<PlatformVersions> {
    const [config, state] = await Promise.all([
      this.#redis(this.redis.config),
      this.#redis(this.redis.state),
    ]);
    const [row] = await this.db.asPlatform('the server belongs to the platform', (tx) =>
      tx.query<{ server_version: string }[]>('SHOW server_version'),
    );
    return {
      postgresql: row?.server_version.split(' ')[0],
      redis_config: config,
      redis_state: state,
    };
  }

  async #redis(client: Redis): Promise<string | undefined> {
    const info = await client.info('server').catch(() => '');
    return redisVersionOf(info);
  }
}
