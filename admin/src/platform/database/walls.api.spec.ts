import { createCompany, type TestCompany } from '../../testing/people.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { newId } from '../ids.ts';

/** What a statement that slips through the service's own scoping meets: the application's role, by hand. */
describe('row-level security', () => {
  let app: TestApp;
  let mine: TestCompany;
  let other: TestCompany;
  beforeAll(async () => {
    app = await startTestApp();
    mine = await createCompany(app);
    other = await createCompany(app);
  });
  afterAll(() => app.close());

  const as = (company: TestCompany) => ({ 'aegis.customer_id': company.id });
  const tables = async (sql: string) =>
    (await app.database.asPlatform(sql)).map(({ name }) => String(name)).sort();

  /** Every table of ours with a company's rows. */
  const customerTables = () =>
    tables(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE a.attname = 'customer_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
         AND c.relnamespace = 'public'::regnamespace`,
    );

  it('is forced on every table that has a customer', async () => {
    const walled = await tables(
      'SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relforcerowsecurity',
    );
    const named = await customerTables();
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !walled.includes(name))).toEqual([]);
  });

  it('leaves the roles of the service without any right of an owner', async () => {
    const owned = await app.database.asPlatform(
      `SELECT relname FROM pg_class WHERE relowner IN ('aegis_app'::regrole, 'aegis_platform'::regrole)
         AND relnamespace = 'public'::regnamespace`,
    );
    expect(owned).toEqual([]);
    const powers = await app.database.asPlatform(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'aegis\\_%' AND rolname <> 'aegis_user'
         AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`,
    );
    expect(powers).toEqual([]);
  });

  it('shows no row of any such table without a customer, and none of another', async () => {
    for (const table of await customerTables()) {
      const readable = await app.database.asPlatform(
        `SELECT has_any_column_privilege('aegis_app', $1::regclass, 'SELECT') AS yes`,
        [table],
      );
      if (!readable[0]?.yes) continue;
      const count = `SELECT count(customer_id)::int AS count FROM ${table}`;
      expect({ table, rows: await app.database.asApp({}, count) }).toEqual({ table, rows: [{ count: 0 }] });
      const foreign = await app.database.asApp(as(mine), `${count} WHERE customer_id = $1`, [other.id]);
      expect({ table, foreign }).toEqual({ table, foreign: [{ count: 0 }] });
    }
  });

  it('shows the own company and its people, and no password hash', async () => {
    expect(await app.database.asApp(as(mine), 'SELECT id FROM customers')).toEqual([{ id: mine.id }]);
    expect(await app.database.asApp(as(mine), 'SELECT email FROM accounts')).toEqual([
      { email: mine.owner.email },
    ]);
    await expect(app.database.asApp(as(mine), 'SELECT password_hash FROM accounts')).rejects.toThrow(
      'permission denied',
    );
    await expect(app.database.asApp(as(mine), 'SELECT token_hash FROM tokens')).rejects.toThrow(
      'permission denied',
    );
  });

  it.each([
    ['a member into another company', `INSERT INTO memberships VALUES ($1, $2, 'owner')`],
    ['an audit entry of another company', 'INSERT INTO audit_chains VALUES ($1, 1, $2::uuid::text)'],
    [
      'a mail in the name of another',
      `INSERT INTO mail_outbox (id, customer_id, recipient, subject, body) VALUES ($2, $1, 'x', 'x', 'x')`,
    ],
  ])('refuses to write %s', async (_, sql) => {
    await expect(app.database.asApp(as(mine), sql, [other.id, newId()])).rejects.toThrow(
      'row-level security',
    );
  });

  it.each([
    ['change another company', `UPDATE customers SET name = 'taken' WHERE id = $1 RETURNING id`],
    [
      'change its members',
      `UPDATE memberships SET role = 'viewer' WHERE customer_id = $1 RETURNING customer_id`,
    ],
    ['remove its members', 'DELETE FROM memberships WHERE customer_id = $1 RETURNING customer_id'],
  ])('does not %s', async (_, sql) => {
    expect(await app.database.asApp(as(mine), sql, [other.id])).toEqual([]);
  });

  it.each([
    ['its own status', `UPDATE customers SET status = 'active'`],
    ['the audit log', `UPDATE audit_entries SET actor = 'nobody'`],
    ['entries away', 'DELETE FROM audit_entries'],
    ['the revision counter', 'UPDATE revision_counter SET value = 0'],
    ['itself an operator', `INSERT INTO operators (account_id, role) VALUES (aegis_account(), 'owner')`],
    ['mails readable', 'SELECT body FROM mail_outbox'],
    ['sealed answers readable', 'SELECT * FROM idempotent_answers'],
  ])('may not make %s', async (_, sql) => {
    await expect(app.database.asApp(as(mine), sql)).rejects.toThrow('permission denied');
  });

  it('keeps sessions to their account', async () => {
    const session = newId();
    await app.database.asPlatform(
      `INSERT INTO sessions (id, account_id, token_hash, ip, user_agent, expires_at)
       VALUES ($1, $2, 'hash', '', '', now() + interval '1 day')`,
      [session, mine.owner.accountId],
    );
    const as = (accountId: string) =>
      app.database.asApp({ 'aegis.account_id': accountId }, 'SELECT id FROM sessions');
    expect(await as(mine.owner.accountId)).toEqual([{ id: session }]);
    expect(await as(other.owner.accountId)).toEqual([]);
  });
});
