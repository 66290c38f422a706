import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis as Client } from 'ioredis';
import { openDataDirectory } from '../system/data-directory.ts';
import { freePort } from '../system/ports.ts';
import { type Redis, startRedis } from './redis.ts';

describe('startRedis', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-redis-'));
  const data = openDataDirectory(directory);
  let redis: Redis;
  let client: Client;

  beforeAll(async () => {
    redis = await startRedis({
      directory: data.file('redis'),
      logFile: data.log('redis'),
      port: await freePort(),
    });
    client = new Client(redis.url);
  });

  afterAll(async () => {
    client.disconnect();
    await redis.part.stop();
    rmSync(directory, { recursive: true });
  });

  it('never evicts', async () => {
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  });

  it('has what was written before a stop', async () => {
    await client.set('kept', 'yes');
    await redis.part.stop();
    await redis.part.start();
    expect(await client.get('kept')).toBe('yes');
  });
});
