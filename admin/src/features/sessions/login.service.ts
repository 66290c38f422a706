import type { login, Me } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { verifyPassword } from '../../platform/auth/passwords.ts';
import { newTokenText } from '../../platform/auth/token-text.ts';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock, days, minutes } from '../../platform/clock.ts';
import type { AccountContext, Origin, Person } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { MeService } from './me.service.ts';
import { SessionsService } from './sessions.service.ts';

type Credentials = Call<typeof login>['body'];

interface AccountRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  email_verified_at: Date | null;
}

export interface LoggedIn {
  me: Me;
  csrf_token: string;
  token?: string;
  cookies: string[];
}

const perAddress = { name: 'login-ip', amount: 100, periodMs: minutes(15) };
const perAccount = { name: 'login-account', amount: 10, periodMs: minutes(15) };

/** Sign-in by e-mail and password. Nothing it answers tells whether an address is registered. */
@Injectable()
export class LoginService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly keyring: Keyring,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly me: MeService,
  ) {}

  async login(origin: Origin, credentials: Credentials): Promise<LoggedIn> {
    const person = await this.#prove(origin, credentials);
    return credentials.token === undefined
      ? await this.sessions.open(person, origin)
      : await this.#issueToken(person, origin, credentials.token);
  }

  async #prove(origin: Origin, { email, password }: Credentials): Promise<Person> {
    await this.throttle.take(perAddress, origin.ip);
    await this.throttle.take(perAccount, email);
    const account = await this.#find(email);
    if (!(await verifyPassword(account?.password_hash, password)) || !account) {
      throw new Problem('invalid_credentials');
    }
    await this.throttle.forgive(perAccount, email);
    if (account.email_verified_at === null) throw new Problem('email_not_verified');
    return { accountId: account.id, email: account.email, name: account.name, emailVerified: true };
  }

  #find(email: string): Promise<AccountRow | undefined> {
    return this.db.asPlatform('sign-in happens before anybody is known', async (tx) => {
      const [account] = await tx.query<AccountRow[]>(
        'SELECT id, email, name, password_hash, email_verified_at FROM accounts WHERE email = $1',
        [email],
      );
      return account;
    });
  }

  /** A command line gets a personal token of the whole account instead of a cookie. */
  async #issueToken(
    person: Person,
    origin: Origin,
    wanted: NonNullable<Credentials['token']>,
  ): Promise<LoggedIn> {
    const { text, prefix } = newTokenText();
    const id = newId();
    const scopes = ['*:*'];
    const ctx: AccountContext = {
      kind: 'account',
      origin,
      person,
      credential: { kind: 'token', id, scopes },
    };
    const expires = this.clock.in(days(wanted.expires_in_days));
    await this.changes.write(ctx, 'sessions.issue_token', async (tx): Promise<Changed<undefined>> => {
      await tx.query(
        `INSERT INTO tokens (id, account_id, kind, name, prefix, token_hash, scopes, expires_at)
         VALUES ($1, $2, 'personal', $3, $4, $5, $6, $7)`,
        [id, person.accountId, wanted.name, prefix, this.keyring.mac('token', text), scopes, expires],
      );
      return {
        result: undefined,
        resource: 'token',
        resourceId: id,
        after: { name: wanted.name, scopes, expires },
      };
    });
    return { me: await this.me.read(ctx), csrf_token: '', token: text, cookies: [] };
  }
}
