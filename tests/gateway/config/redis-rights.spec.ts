import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisKeys } from '@aegis/contracts';
import { ids } from '../../src/gateway/documents.ts';
import { RedisServer } from '../../src/gateway/redis-server.ts';

/** What the containers allow gateways to do in Redis, asked of Redis itself. */
describe('the rights of gateways in Redis', () => {
  let folder: string;
  let redis: RedisServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aegis-rights-'));
    redis = await RedisServer.start(folder);
  });
  afterAll(async () => {
    await redis.stop();
    rmSync(folder, { recursive: true });
  });

  const allowed = async (...command: string[]) =>
    (await redis.client.call('ACL', 'DRYRUN', 'gateway', ...command)) === 'OK';
  const { app } = ids;
  const script = (...keys: string[]) => ['EVALSHA', 'sha', String(keys.length), ...keys];
  const add = (stream: string) => ['XADD', stream, '*', 'field', 'value'];
  const ranking = redisKeys.quotaRanking(app, 'ledger', 'production', '2026-11');

  it.each<[string, string[]]>([
    ['read documents', ['MGET', redisKeys.document('app:x'), redisKeys.head]],
    ['follow changes', ['XREAD', 'STREAMS', redisKeys.changes, '0']],
    ['report', add(redisKeys.reports)],
    ['tell what they counted', add(redisKeys.usage)],
    ['hear what is stored of it', ['HGETALL', redisKeys.usageAcknowledged('gateway')]],
    ['ask for an issuer’s keys', add(redisKeys.refreshes)],
    ['tell the admin about quotas', add(redisKeys.quotas)],
    ['count limits', script(`${redisKeys.limit(app)}:id:b`)],
    ['lease from quotas', script(`${ranking}:acme`, ranking, redisKeys.quotaEpochs(app))],
    ['keep samples', add(redisKeys.samples(app))],
    ['share the callout’s answers', ['SET', redisKeys.callout(app, 'digest'), 'answer']],
  ])('let them %s', async (_, command) => {
    expect(await allowed(...command)).toBe(true);
  });

  it.each<[string, string[]]>([
    ['write documents', ['SET', redisKeys.document('app:x'), 'text']],
    ['write the head', ['SET', redisKeys.head, 'text']],
    ['write changes', add(redisKeys.changes)],
    ['say what is stored', ['HSET', redisKeys.usageAcknowledged('gateway'), 'boot:0', '9']],
    ['empty the store', ['FLUSHALL']],
    ['list its keys', ['KEYS', '*']],
    ['change its settings', ['CONFIG', 'SET', 'maxmemory', '1']],
    ['touch other keys', ['SET', 'anything', 'else']],
  ])('do not let them %s', async (_, command) => {
    expect(await allowed(...command)).toBe(false);
  });
});
