import type { Me, Session } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { SessionCookies } from '../../platform/auth/cookies.ts';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock, days } from '../../platform/clock.ts';
import type { AccountContext, Origin, Person } from '../../platform/context.ts';
import { Keyring, randomText } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { MeService } from './me.service.ts';

const LIFETIME_MS = days(14);

/** A browser that is signed in: what goes into the answer's body and into its cookie. */
export interface OpenedSession {
  me: Me;
  csrf_token: string;
  cookies: string[];
}

interface SessionRow {
  id: string;
  ip: string;
  user_agent: string;
  created_at: Date;
  last_seen_at: Date;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly keyring: Keyring,
    private readonly cookies: SessionCookies,
    private readonly clock: Clock,
    private readonly me: MeService,
  ) {}

  /** A new session of somebody who has just proved who they are. */
  async open(person: Person, origin: Origin): Promise<OpenedSession> {
    const id = newId();
    const token = randomText();
    const expires = this.clock.in(LIFETIME_MS);
    const ctx: AccountContext = { kind: 'account', origin, person, credential: { kind: 'session', id } };
    await this.changes.write(ctx, 'sessions.open', async (tx): Promise<Changed<undefined>> => {
      await tx.query(
        `INSERT INTO sessions (id, account_id, token_hash, ip, user_agent, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, person.accountId, this.keyring.mac('session', token), origin.ip, origin.userAgent, expires],
      );
      return { result: undefined, resource: 'session', resourceId: id };
    });
    return this.#opened(ctx, token, expires);
  }

  /** Prolongs the session of this call. */
  async prolong(ctx: AccountContext, token: string | undefined): Promise<OpenedSession> {
    if (ctx.credential.kind !== 'session' || token === undefined) {
      throw new Problem('not_allowed', { detail: 'A token needs no refresh; it is good until it expires.' });
    }
    const expires = this.clock.in(LIFETIME_MS);
    await this.db.asPlatform('a session is prolonged with its own cookie', (tx) =>
      tx.query('UPDATE sessions SET expires_at = $2, last_seen_at = now() WHERE id = $1', [
        ctx.credential.id,
        expires,
      ]),
    );
    return this.#opened(ctx, token, expires);
  }

  /** Signs out: ends the session, or revokes the token in use. @returns Set-Cookie lines */
  async close(ctx: AccountContext): Promise<string[]> {
    const { kind, id } = ctx.credential;
    const table = kind === 'session' ? 'sessions' : 'tokens';
    await this.changes.write(ctx, 'sessions.logout', async (tx): Promise<Changed<undefined>> => {
      await tx.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
      return { result: undefined, resource: kind, resourceId: id };
    });
    return this.cookies.close();
  }

  list(ctx: AccountContext): Promise<Session[]> {
    return this.db.asAccount(ctx, async (tx) => {
      const rows = await tx.query<SessionRow[]>(
        `SELECT id, ip, user_agent, created_at, last_seen_at FROM sessions
         WHERE expires_at > now() ORDER BY last_seen_at DESC`,
      );
      return rows.map((row) => ({
        ...row,
        current: row.id === ctx.credential.id,
        created_at: row.created_at.toISOString(),
        last_seen_at: row.last_seen_at.toISOString(),
      }));
    });
  }

  async revoke(ctx: AccountContext, id: string): Promise<void> {
    await this.changes.write(ctx, 'sessions.revoke', async (tx): Promise<Changed<undefined>> => {
      const [, count] = await tx.query<[unknown[], number]>(
        'DELETE FROM sessions WHERE id = $1 AND account_id = $2',
        [id, ctx.person.accountId],
      );
      if (count === 0) throw Problem.notFound('session');
      return { result: undefined, resource: 'session', resourceId: id };
    });
  }

  /** Ends every session but the one that is kept, and every personal token: for a changed password. */
  async endOthers(tx: Tx, accountId: string, keptId?: string): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE account_id = $1 AND id IS DISTINCT FROM $2', [
      accountId,
      keptId ?? null,
    ]);
    await tx.query(
      `DELETE FROM tokens WHERE account_id = $1 AND kind = 'personal' AND id IS DISTINCT FROM $2`,
      [accountId, keptId ?? null],
    );
  }

  async #opened(ctx: AccountContext, token: string, expires: Date): Promise<OpenedSession> {
    return {
      me: await this.me.read(ctx),
      csrf_token: this.keyring.mac('csrf', ctx.credential.id),
      cookies: this.cookies.open(token, expires),
    };
  }
}
