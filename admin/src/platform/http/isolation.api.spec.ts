import { type Operation, operations } from '@aegis/contracts';
import { waitUntil } from '@aegis/stack';
import { z } from 'zod';
import { fillCompany, type KnownIds } from '../../testing/full-company.ts';
import { createCompany, createOperatorAccount, type TestCompany } from '../../testing/people.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

/**
 * Every operation of the API with another company's ids: whatever the stranger sends, the answer holds nothing of
 * the victim's, and the victim's rows stay as they are.
 */
describe('two walls between companies', () => {
  let app: TestApp;
  let victim: TestCompany;
  let stranger: TestCompany;
  let ids: KnownIds;
  beforeAll(async () => {
    app = await startTestApp();
    await createOperatorAccount(app, 'owner');
    victim = await createCompany(app);
    stranger = await createCompany(app);
    ids = await fillCompany(app, victim);
    // The outbox notes by itself what became of a mail; from here on nothing of the victim's moves.
    const queued = `SELECT 1 FROM mail_outbox WHERE state = 'queued'`;
    await waitUntil('the mails to be sent', async () => (await app.database.asPlatform(queued)).length === 0);
  });
  afterAll(() => app.close());

  const all = Object.values(operations);
  const ofCompanies = all.filter(({ access }) => access.kind === 'customer');
  const ofPlatform = all.filter(({ access }) => access.kind === 'operator');
  const ofAccounts = all.filter(({ access, id }) => access.kind === 'account' && id !== 'sessions.logout');

  const paramsOf = (operation: Operation): Record<string, string> =>
    Object.fromEntries(
      [...operation.path.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => [name, ids.param(operation, name)]),
    );

  /** A digest of the victim's rows in every table, to see that nothing moved. */
  const victimRows = async () => {
    const tables = await app.database.asPlatform(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE a.attname = 'customer_id' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const digests = tables.map(
      ({
        name,
      }) => `SELECT '${String(name)}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest
        FROM ${String(name)} t WHERE customer_id = $1`,
    );
    return await app.database.asPlatform(digests.join(' UNION ALL '), [victim.id]);
  };

  const bodyFor = (operation: Operation): unknown => exampleOf(operation.body);

  const attempt = (operation: Operation) =>
    stranger.owner.send(operation, {
      params: paramsOf(operation),
      ...(operation.method === 'GET' ? {} : { body: bodyFor(operation) }),
    });

  it.each(ofCompanies.map((operation) => [operation.id, operation] as const))('%s', async (_, operation) => {
    const before = await victimRows();
    const answer = await attempt(operation);
    expect(JSON.stringify(answer.body ?? '')).not.toContain(victim.id);
    for (const secret of ids.marks) expect(JSON.stringify(answer.body ?? '')).not.toContain(secret);
    // Below the victim's ids there is nothing; only a body that this test cannot make up may be told first.
    const complete = operation.body.safeParse(bodyFor(operation)).success;
    if (operation.path.includes(':')) expect(complete ? [404] : [404, 422]).toContain(answer.status);
    expect(await victimRows()).toEqual(before);
    const named = await stranger.owner
      .with({ 'aegis-customer': victim.slug })
      .send(operation, { params: paramsOf(operation) });
    expect(named.status).toBe(403);
  });

  it.each(ofPlatform.map((operation) => [operation.id, operation] as const))(
    '%s is for operators',
    async (_, operation) => {
      const answer = await attempt(operation);
      expect(answer.status).toBe(403);
    },
  );

  it.each(ofAccounts.map((operation) => [operation.id, operation] as const))(
    '%s shows only the own account',
    async (_, operation) => {
      const before = await victimRows();
      const answer = await attempt(operation);
      expect(JSON.stringify(answer.body ?? '')).not.toContain(victim.owner.email);
      expect(await victimRows()).toEqual(before);
    },
  );

  it('covers every operation', () => {
    const publicOnes = all.filter(({ access }) => access.kind === 'public');
    const signOut = 1;
    expect(ofCompanies.length + ofPlatform.length + ofAccounts.length + publicOnes.length + signOut).toBe(
      all.length,
    );
  });
});

/** A body that the contract takes, as far as its schema tells. */
function exampleOf(schema: z.ZodType): unknown {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return example(json);
}

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  anyOf?: JsonSchema[];
}

function example(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return example(schema.anyOf[0]);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, part]) => [name, example(part)]),
      );
    case 'array':
      return schema.minItems && schema.items ? [example(schema.items)] : [];
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return false;
    case 'string':
      return exampleText(schema);
    default:
      return undefined;
  }
}

function exampleText({ format, minLength = 1 }: JsonSchema): string {
  if (format === 'email') return 'stranger@example.test';
  if (format === 'uri') return 'http://127.0.0.1:9';
  if (format === 'uuid') return '01890000-0000-7000-8000-000000000000';
  return 'example'.padEnd(minLength, 'x');
}
