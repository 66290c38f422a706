import {
  type ApiKey,
  type createKey,
  type DocumentName,
  entitlements,
  type introspectKey,
  type updateKey,
} from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { limitIds } from '../limits/index.ts';
import { mailsToMembers } from '../notifications/index.ts';
import { findKey, keyColumns, keyView, type StoredKey, statusOf } from './key.row.ts';
import { KeyIssuer } from './key-issuer.ts';
import { keyCreated } from './key-mails.ts';

type NewKey = Call<typeof createKey>['body'];
type KeyPatch = Call<typeof updateKey>['body'];
type Shown = ApiKey & { secret: string };

const documentOf = ({ hash }: StoredKey): DocumentName => `key:${hash}`;

/** API keys of an app: issue, change, rotate, revoke, introspect. */
@Injectable()
export class KeysService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly issuer: KeyIssuer,
    private readonly liveness: LivenessReader,
    private readonly clock: Clock,
  ) {}

  async get(ctx: CustomerContext, appId: string, id: string): Promise<Reply<ApiKey>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return findKey(tx, appId, id);
    });
    return this.#reply(row);
  }

  async create(ctx: CustomerContext, appId: string, body: NewKey): Promise<Reply<Shown>> {
    assertEnvironment(ctx, body.environment);
    const expiresAt = this.#future(body.expires_at);
    const { result, revision } = await this.changes.write(ctx, 'keys.create', async (tx) => {
      await changeApp(tx, ctx, appId);
      await assertRoom(tx, appId);
      const issued = await this.issuer.issue(tx, {
        customerId: ctx.customer.id,
        appId,
        name: body.name,
        environment: body.environment,
        tenant: body.tenant,
        scopes: body.scopes,
        ipAllow: body.ip_allow,
        limitIds: await limitIds(tx, appId, body.limits),
        expiresAt,
        createdBy: ctx.person.email,
      });
      const mail = keyCreated(ctx.customer.name, issued.row);
      return {
        ...changed(`Created the API key ${body.name}`, issued.row),
        result: issued,
        mails: await mailsToMembers(tx, ctx.customer.id, 'key_created', mail),
      };
    });
    return this.#shown(result, revision);
  }

  async update(
    ctx: CustomerContext,
    appId: string,
    id: string,
    patch: KeyPatch,
    ifMatch: number | undefined,
  ): Promise<Reply<ApiKey>> {
    const expiresAt = this.#future(patch.expires_at);
    const { result, revision } = await this.changes.write(ctx, 'keys.update', async (tx) => {
      const before = await this.#lock(tx, ctx, appId, id);
      assertVersion(ifMatch, before.version);
      if (before.revoked_at) throw Problem.conflict('The key is revoked.');
      await tx.query(
        `UPDATE api_keys SET name = $2, scopes = $3, ip_allow = $4, limit_ids = $5::uuid[], expires_at = $6,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [
          id,
          patch.name ?? before.name,
          patch.scopes === undefined ? before.scopes : patch.scopes,
          patch.ip_allow === undefined ? before.ip_allow : patch.ip_allow,
          patch.limits ? await limitIds(tx, appId, patch.limits) : before.limit_ids,
          expiresAt === undefined ? before.expires_at : expiresAt,
        ],
      );
      return changed(`Changed the API key ${before.name}`, await findKey(tx, appId, id), before);
    });
    return this.#reply(result, revision);
  }

  /** The new key has everything of the old one, which ends after the overlap, or earlier if it would anyway. */
  async rotate(
    ctx: CustomerContext,
    appId: string,
    id: string,
    overlapSeconds: number,
  ): Promise<Reply<Shown>> {
    const { result, revision } = await this.changes.write(ctx, 'keys.rotate', async (tx) => {
      const old = await this.#lock(tx, ctx, appId, id);
      const status = statusOf(old, this.clock.now());
      if (status !== 'active') throw Problem.conflict(`The key is ${status}.`);
      const issued = await this.issuer.issue(tx, {
        customerId: ctx.customer.id,
        appId,
        name: old.name,
        environment: old.environment,
        tenant: old.tenant,
        scopes: old.scopes,
        ipAllow: old.ip_allow,
        limitIds: old.limit_ids,
        expiresAt: old.expires_at,
        createdBy: ctx.person.email,
        replaces: id,
      });
      await tx.query(
        `UPDATE api_keys SET expires_at = least(expires_at, $2), version = version + 1, updated_at = now()
         WHERE id = $1`,
        [id, this.clock.in(overlapSeconds * 1000)],
      );
      const change = changed(`Rotated the API key ${old.name}`, issued.row, old);
      return {
        ...change,
        result: issued,
        documents: [{ name: documentOf(issued.row) }, { name: documentOf(old) }],
      };
    });
    return this.#shown(result, revision);
  }

  /** Revoking twice is no error: the key is refused either way. */
  async revoke(ctx: CustomerContext, appId: string, id: string): Promise<Reply<ApiKey>> {
    const { result, revision } = await this.changes.write(ctx, 'keys.revoke', async (tx) => {
      const before = await this.#lock(tx, ctx, appId, id);
      await tx.query(
        `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()), version = version + 1, updated_at = now()
         WHERE id = $1`,
        [id],
      );
      const row = await findKey(tx, appId, id);
      const change = changed(`Revoked the API key ${row.name}`, row, before);
      return { ...change, documents: [{ name: documentOf(row), fact: 'revoked' as const }] };
    });
    return this.#reply(result, revision);
  }

  async introspect(ctx: CustomerContext, appId: string, text: string): Promise<Answer<typeof introspectKey>> {
    const parsed = this.issuer.parse(text);
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      if (!parsed.ok) return undefined;
      const [found] = await tx.query<StoredKey[]>(
        `SELECT ${keyColumns} FROM api_keys k WHERE k.hash = $1 AND k.app_id = $2`,
        [parsed.hash, appId],
      );
      return found;
    });
    if (!row) return { active: false, reason: parsed.ok ? 'unknown_key' : 'malformed_key' };
    const { body: key } = await this.#reply(row);
    if (key.status === 'active') return { active: true, key };
    return { active: false, reason: key.status === 'revoked' ? 'revoked_key' : 'expired_key', key };
  }

  async #lock(tx: Tx, ctx: CustomerContext, appId: string, id: string): Promise<StoredKey> {
    await changeApp(tx, ctx, appId);
    const row = await findKey(tx, appId, id);
    assertEnvironment(ctx, row.environment);
    return row;
  }

  #future(moment: string | null | undefined): Date | null | undefined {
    if (moment === undefined || moment === null) return moment;
    const date = new Date(moment);
    if (date <= this.clock.now()) throw Problem.invalid('/expires_at', 'is in the past');
    return date;
  }

  async #reply(row: StoredKey, revision?: number): Promise<Reply<ApiKey>> {
    const liveness = await this.liveness.of([documentOf(row)]);
    return reply(keyView(row, liveness, this.clock.now()), { version: row.version, revision });
  }

  async #shown(
    { secret, row }: { secret: string; row: StoredKey },
    revision?: number,
  ): Promise<Reply<Shown>> {
    const { body, meta } = await this.#reply(row, revision);
    return reply({ ...body, secret }, meta);
  }
}

async function assertRoom(tx: Tx, appId: string): Promise<void> {
  const [row] = await tx.query<{ keys: number }[]>(
    `SELECT count(*)::int AS keys FROM api_keys
     WHERE app_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    [appId],
  );
  const { keys } = entitlements.free;
  if (row && row.keys >= keys) {
    throw new Problem('entitlement_reached', { detail: `An app may have ${keys} API keys in force.` });
  }
}

const seen = ({
  name,
  environment,
  tenant,
  scopes,
  ip_allow,
  limits,
  expires_at,
  revoked_at,
}: StoredKey) => ({
  name,
  environment,
  tenant,
  scopes,
  ip_allow,
  limits,
  expires_at,
  revoked_at,
});

const changed = (summary: string, after: StoredKey, before?: StoredKey): Changed<StoredKey> => ({
  result: after,
  resource: 'api_key',
  resourceId: after.id,
  before: before && seen(before),
  after: seen(after),
  documents: [{ name: documentOf(after) }],
  summary,
});
