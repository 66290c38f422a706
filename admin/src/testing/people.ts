import type { CustomerStatus, MemberRole, OperatorRole } from '@aegis/contracts';
import { newTokenText } from '../platform/auth/token-text.ts';
import { Keyring } from '../platform/crypto/keyring.ts';
import { newId } from '../platform/ids.ts';
import { type ApiCaller, apiCaller } from './api-caller.ts';
import type { TestApp } from './test-app.ts';

/** People and companies for specs, written straight into the tables: no mail, no password hashing. */

export interface TestCompany {
  id: string;
  slug: string;
  owner: TestPerson;
}

/** Somebody with a token; calls operations with it. */
export interface TestPerson extends ApiCaller {
  accountId: string;
  email: string;
}

let counter = 0;
const unique = (word: string): string => {
  counter += 1;
  return `${word}-${counter}`;
};

async function createAccount(app: TestApp): Promise<{ accountId: string; email: string }> {
  const accountId = newId();
  const email = `${unique('person')}@example.test`;
  await app.database.asPlatform(
    'INSERT INTO accounts (id, email, name, email_verified_at) VALUES ($1, $2, $3, now())',
    [accountId, email, 'A Person'],
  );
  return { accountId, email };
}

async function withToken(
  app: TestApp,
  account: { accountId: string; email: string },
  headers: Record<string, string>,
  scopes: string[],
): Promise<TestPerson> {
  const { text, prefix } = newTokenText();
  await app.database.asPlatform(
    `INSERT INTO tokens (id, account_id, kind, name, prefix, token_hash, scopes)
     VALUES ($1, $2, 'personal', 'spec', $3, $4, $5)`,
    [newId(), account.accountId, prefix, app.get(Keyring).mac('token', text), scopes],
  );
  return { ...account, ...apiCaller(app.url, { authorization: `Bearer ${text}`, ...headers }) };
}

/** A company with its owner. */
export async function createCompany(app: TestApp, status: CustomerStatus = 'active'): Promise<TestCompany> {
  const id = newId();
  const slug = unique('company');
  await app.database.asPlatform('INSERT INTO customers (id, slug, name, status) VALUES ($1, $2, $3, $4)', [
    id,
    slug,
    `Company ${slug}`,
    status,
  ]);
  return { id, slug, owner: await addMember(app, { id, slug }, 'owner') };
}

/** Another member of a company; `scopes` narrow the token. */
export async function addMember(
  app: TestApp,
  company: { id: string; slug: string },
  role: MemberRole,
  scopes: string[] = ['*:*'],
): Promise<TestPerson> {
  const account = await createAccount(app);
  await app.database.asPlatform(
    'INSERT INTO memberships (customer_id, account_id, role) VALUES ($1, $2, $3)',
    [company.id, account.accountId, role],
  );
  return await withToken(app, account, { 'aegis-customer': company.slug }, scopes);
}

export async function createOperatorAccount(
  app: TestApp,
  role: OperatorRole,
  scopes: string[] = ['*:*'],
): Promise<TestPerson> {
  const account = await createAccount(app);
  await app.database.asPlatform('INSERT INTO operators (account_id, role) VALUES ($1, $2)', [
    account.accountId,
    role,
  ]);
  return await withToken(app, account, {}, scopes);
}

/** A person who belongs to no company. */
export const createLoner = async (app: TestApp): Promise<TestPerson> =>
  await withToken(app, await createAccount(app), {}, ['*:*']);
