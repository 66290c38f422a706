import { Inject, Injectable } from '@nestjs/common';
import { Client, crypto } from 'acme-client';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { CaProblem } from './ca-problem.ts';
import { callThrough } from './ca-transport.ts';

interface Account {
  private_key: string;
  account_url: string | null;
}

const keyContext = (directoryUrl: string): string => `acme_accounts:${directoryUrl}`;

/** The platform's account with its certificate authority, made when it is needed first. */
@Injectable()
export class CaAccounts {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly database: Database,
    private readonly keyring: Keyring,
    outgoing: Outgoing,
  ) {
    callThrough(outgoing, env.AEGIS_ACME_ROOTS);
  }

  /** Whether there is an authority to order from. */
  get configured(): boolean {
    return this.env.AEGIS_ACME_DIRECTORY_URL !== undefined;
  }

  /** A client that the authority knows. @throws CaProblem */
  async client(): Promise<Client> {
    const directoryUrl = this.#directoryUrl;
    const account = await this.#account(directoryUrl);
    const { AEGIS_ACME_EAB_KID: kid, AEGIS_ACME_EAB_KEY: hmacKey } = this.env;
    const client = new Client({
      directoryUrl,
      accountKey: this.keyring.open(keyContext(directoryUrl), account.private_key),
      ...(account.account_url !== null && { accountUrl: account.account_url }),
      ...(kid !== undefined && hmacKey !== undefined && { externalAccountBinding: { kid, hmacKey } }),
    });
    if (account.account_url === null) await this.#register(client, directoryUrl);
    return client;
  }

  /** The authority does not know our account any more: the same key registers again next time. */
  async forget(): Promise<void> {
    await this.#query('UPDATE acme_accounts SET account_url = NULL WHERE directory_url = $1', [
      this.#directoryUrl,
    ]);
  }

  get #directoryUrl(): string {
    const { AEGIS_ACME_DIRECTORY_URL: url } = this.env;
    if (url === undefined) throw new CaProblem('unreachable', 'no certificate authority is named');
    return url;
  }

  /** Two admins that make one at the same time end up with the same. */
  async #account(directoryUrl: string): Promise<Account> {
    const select = 'SELECT private_key, account_url FROM acme_accounts WHERE directory_url = $1';
    const [known] = await this.#query<Account>(select, [directoryUrl]);
    if (known) return known;
    const key = (await crypto.createPrivateEcdsaKey('P-256')).toString();
    await this.#query(
      'INSERT INTO acme_accounts (directory_url, private_key) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [directoryUrl, this.keyring.seal(keyContext(directoryUrl), key)],
    );
    const [made] = await this.#query<Account>(select, [directoryUrl]);
    if (!made) throw new Error('the account was not stored');
    return made;
  }

  /** The authority answers with the account of this key, also when it has it already (RFC 8555 7.3.1). */
  async #register(client: Client, directoryUrl: string): Promise<void> {
    const { AEGIS_ACME_EMAIL: email } = this.env;
    const account = {
      termsOfServiceAgreed: true,
      ...(email !== undefined && { contact: [`mailto:${email}`] }),
    };
    const url = await client.createAccount(account).then(
      () => client.getAccountUrl(),
      (problem: unknown) => urlOf(client) ?? Promise.reject(problem),
    );
    await this.#query('UPDATE acme_accounts SET account_url = $2 WHERE directory_url = $1', [
      directoryUrl,
      url,
    ]);
  }

  #query<T>(sql: string, values: unknown[]): Promise<T[]> {
    return this.database.asPlatform('the account belongs to the platform', (tx) =>
      tx.query<T[]>(sql, values),
    );
  }
}

/** The library updates an account that it finds, which authorities may refuse when nothing is new; it is found then. */
function urlOf(client: Client): string | undefined {
  try {
    return client.getAccountUrl();
  } catch {
    return undefined;
  }
}
