import { createApp } from '@aegis/contracts';
import { Database } from '../../platform/database/database.ts';
import { createCompany } from '../../testing/people.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { usageBatch, usageRow } from '../../testing/usage.ts';
import { ingest } from './ingest.ts';
import { UsageUpkeep } from './usage-upkeep.ts';

const day = 86_400_000;

describe('upkeep of usage', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const partitions = async () =>
    (
      await app.database.asPlatform(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits
         WHERE inhparent = 'usage_batches'::regclass ORDER BY 1`,
      )
    ).map(({ name }) => String(name));
  const nameOf = (offset: number) => {
    const now = new Date();
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
    return `usage_batches_${first.toISOString().slice(0, 7).replace('-', '')}`;
  };

  it('makes the months ahead, as often as it is asked', async () => {
    await app.get(UsageUpkeep).partitions();
    await app.get(UsageUpkeep).partitions();
    expect(await partitions()).toEqual([-1, 0, 1, 2].map(nameOf));
  });

  it('drops months and minutes that had their time, and keeps hours', async () => {
    const company = await createCompany(app);
    const { data } = await company.owner.call(createApp, { body: { name: 'Old' } });
    await app.get(UsageUpkeep).partitions();
    const threeDaysAgo = new Date(Date.now() - 3 * day);
    for (const at of [threeDaysAgo, new Date()]) {
      await ingest(app.get(Database), [usageBatch([usageRow({ app_id: data.id })], at)]);
    }
    await app.database.asPlatform("SELECT aegis_make_usage_partition((now() - interval '200 days')::date)");
    expect(await partitions()).toHaveLength(5);
    await app.get(UsageUpkeep).retention();
    expect(await partitions()).toEqual([-1, 0, 1, 2].map(nameOf));
    expect(await app.database.asPlatform('SELECT 1 FROM usage_minutes')).toHaveLength(1);
    expect(await app.database.asPlatform('SELECT 1 FROM usage_hours_by_route')).toHaveLength(2);
  });
});
