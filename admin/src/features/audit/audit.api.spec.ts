import { createToken, listAudit, listPlatformAudit, updateCustomer, verifyAudit } from '@aegis/contracts';
import { startWorld } from '../../testing/api-world.ts';
import { describeRefusals, type RefusalWorld } from '../../testing/refusals.ts';
import type { TestApp } from '../../testing/test-app.ts';

describe('audit', () => {
  let app: TestApp;
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  const rename = (name: string) => world.company.owner.call(updateCustomer, { body: { name } });

  it('tells who changed what, from where, before and after', async () => {
    await rename('First');
    await rename('Second');
    const query = { resource: 'customer', resource_id: world.company.id };
    const { items } = (await world.company.owner.call(listAudit, { query })).data;
    expect(items[0]).toMatchObject({
      actor: world.company.owner.email,
      ip: '127.0.0.1',
      action: 'customers.update',
      before: { name: 'First' },
      after: { name: 'Second' },
    });
  });

  it('never shows a secret', async () => {
    const body = { name: 'secret token', scopes: ['routes:read'] };
    const { token } = (await world.company.owner.call(createToken, { body })).data;
    const rows = await app.database.asPlatform('SELECT audit_entries::text AS row FROM audit_entries');
    expect(JSON.stringify(rows)).toContain('secret token');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("keeps a company's entries from another", async () => {
    await rename('Seen by us alone');
    const { items } = (await world.stranger.owner.call(listAudit)).data;
    expect(items).toEqual([]);
    const all = await world.operator.call(listPlatformAudit, { query: { limit: 200 } });
    expect(all.data.items.map(({ resource_id }) => resource_id)).toContain(world.company.id);
  });

  it('goes through the list page by page', async () => {
    for (const name of ['a', 'b', 'c']) await rename(name);
    const first = (await world.company.owner.call(listAudit, { query: { limit: 2 } })).data;
    const next = { query: { limit: 200, cursor: first.next ?? '' } };
    const rest = (await world.company.owner.call(listAudit, next)).data;
    const all = (await world.company.owner.call(listAudit, { query: { limit: 200 } })).data;
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });

  describe('chain', () => {
    const check = async () => (await world.operator.call(verifyAudit)).data;
    const tamper = (sql: string) => app.database.asPlatform(sql, [world.company.id]);
    const newest = 'SELECT id FROM audit_entries WHERE chain_id = $1 ORDER BY sequence DESC LIMIT 1';

    it('holds while entries of several companies are written at once', async () => {
      await Promise.all([
        ...['x', 'y', 'z'].map(rename),
        ...['x', 'y'].map((name) => world.stranger.owner.call(updateCustomer, { body: { name } })),
      ]);
      const result = await check();
      expect(result).toMatchObject({ intact: true });
      expect(result.entries).toBeGreaterThan(5);
    });

    it.each([
      ['a changed entry', `UPDATE audit_entries SET actor = 'somebody else' WHERE id = (${newest})`],
      ['a removed entry at the end', `DELETE FROM audit_entries WHERE id = (${newest})`],
      ['a removed entry in the middle', 'DELETE FROM audit_entries WHERE chain_id = $1 AND sequence = 2'],
    ])('shows %s', async (_, sql) => {
      await rename('before the tampering');
      const kept = await tamper('SELECT * FROM audit_entries WHERE chain_id = $1 ORDER BY sequence');
      await tamper(sql);
      expect(await check()).toMatchObject({ intact: false });
      await tamper('DELETE FROM audit_entries WHERE chain_id = $1');
      for (const row of kept) await app.database.asPlatform(insertSql, insertValues(row));
      expect(await check()).toMatchObject({ intact: true });
    });
  });

  const columns = [
    'id',
    'chain_id',
    'sequence',
    'customer_id',
    'at',
    'actor',
    'actor_id',
    'ip',
    'request_id',
    'action',
    'resource',
    'resource_id',
    'before',
    'after',
    'mac',
  ];
  const insertSql = `INSERT INTO audit_entries (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`;
  const insertValues = (row: Record<string, unknown>) => columns.map((column) => row[column]);

  describeRefusals(() => world, listAudit);
  describeRefusals(() => world, listPlatformAudit);
  describeRefusals(() => world, verifyAudit);
});
