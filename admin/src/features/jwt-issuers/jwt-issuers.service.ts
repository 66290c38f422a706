import {
  entitlements,
  type JwtIssuer,
  type JwtIssuerBody,
  type JwtKeySource,
  type revokeJwt,
} from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { isDuplicate } from '../../platform/database/errors.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { newId } from '../../platform/ids.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { nameOf } from '../../publishing/names.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import {
  findIssuer,
  type IssuerSettings,
  issuerColumns,
  issuerView,
  type StoredIssuer,
} from './issuer.row.ts';
import { secretContext } from './issuers.document.ts';
import { KeyProblem, keyOfPem, keysOfSet, type PublicKey, secretBytes } from './key-material.ts';
import { type Followed, isFollowed, KeySets } from './key-set.ts';
import { revoke } from './revocations.ts';

type View = z.output<typeof JwtIssuer>;
type Revocation = Call<typeof revokeJwt>['body'];

/** What a source comes to: public keys, or a sealed secret. */
interface Material {
  keys: PublicKey[];
  secret: string | null;
}

const taken = (error: unknown): never => {
  if (isDuplicate(error, 'jwt_issuers_name'))
    throw Problem.conflict('The app has an identity provider of this name.');
  if (isDuplicate(error, 'jwt_issuers_issuer'))
    throw Problem.conflict('The app believes this issuer already.');
  throw error;
};

/** Identity providers of an app. */
@Injectable()
export class JwtIssuersService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
    private readonly keySets: KeySets,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  async list(ctx: CustomerContext, appId: string, query: PageQuery): Promise<Page<View>> {
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return listPage<StoredIssuer>(
        tx,
        {
          select: issuerColumns,
          from: 'jwt_issuers',
          where: [{ sql: 'app_id = ?', values: [appId] }],
          sorts: { name: { column: 'name', type: 'text' } },
          defaultSort: 'name',
          id: { column: 'id', type: 'uuid' },
          search: ['name'],
        },
        query,
      );
    });
    const liveness = await this.liveness.of([nameOf('issuers', appId)]);
    return { ...page, items: page.items.map((row) => issuerView(row, liveness)) };
  }

  async get(ctx: CustomerContext, appId: string, id: string): Promise<Reply<View>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return findIssuer(tx, appId, id);
    });
    return this.#reply(row);
  }

  async create(ctx: CustomerContext, appId: string, body: JwtIssuerBody): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, appId));
    const id = newId();
    // Outside of the transaction: an identity provider may take its time.
    const material = await this.#material(id, body, undefined);
    const { result, revision } = await this.changes
      .write(ctx, 'jwt_issuers.create', async (tx) => {
        await changeApp(tx, ctx, appId);
        await assertRoom(tx, appId);
        await tx.query(
          `INSERT INTO jwt_issuers (id, customer_id, app_id, name, issuer, settings, keys, secret, fetched_at, next_fetch_at)
           VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $9)`,
          [id, ctx.customer.id, appId, body.name, body.issuer, ...this.#columns(body, material)],
        );
        const row = await findIssuer(tx, appId, id);
        return changed(`Added the identity provider ${row.name}`, undefined, row);
      })
      .catch(taken);
    return this.#reply(result, revision);
  }

  async replace(
    ctx: CustomerContext,
    appId: string,
    id: string,
    body: JwtIssuerBody,
    ifMatch: number | undefined,
  ): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const known = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return findIssuer(tx, appId, id);
    });
    const material = await this.#material(id, body, known);
    const { result, revision } = await this.changes
      .write(ctx, 'jwt_issuers.replace', async (tx) => {
        await changeApp(tx, ctx, appId);
        const before = await findIssuer(tx, appId, id);
        assertVersion(ifMatch, before.version);
        await tx.query(
          `UPDATE jwt_issuers SET name = $2, issuer = $3, settings = $4::jsonb, keys = $5::jsonb, secret = $6,
             fetched_at = $7, next_fetch_at = $7, fetch_problem = NULL, version = version + 1, updated_at = now()
           WHERE id = $1`,
          [id, body.name, body.issuer, ...this.#columns(body, material)],
        );
        const row = await findIssuer(tx, appId, id);
        return changed(`Changed the identity provider ${row.name}`, before, row);
      })
      .catch(taken);
    return this.#reply(result, revision);
  }

  async remove(ctx: CustomerContext, appId: string, id: string): Promise<Reply<undefined>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'jwt_issuers.delete', async (tx) => {
      await changeApp(tx, ctx, appId);
      const before = await findIssuer(tx, appId, id);
      await tx.query('DELETE FROM jwt_issuers WHERE id = $1', [id]);
      return changed(`Removed the identity provider ${before.name}`, before, undefined);
    });
    return reply(undefined, { revision });
  }

  async revoke(
    ctx: CustomerContext,
    appId: string,
    id: string,
    revocation: Revocation,
  ): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    const { result, revision } = await this.changes.write(ctx, 'jwt_issuers.revoke', async (tx) => {
      await changeApp(tx, ctx, appId);
      const before = await findIssuer(tx, appId, id);
      const revoked = revoke(before.revoked, revocation, Math.floor(this.clock.now().getTime() / 1000));
      await tx.query(
        'UPDATE jwt_issuers SET revoked = $2::jsonb, version = version + 1, updated_at = now() WHERE id = $1',
        [id, JSON.stringify(revoked)],
      );
      const row = await findIssuer(tx, appId, id);
      return { ...changed(`Revoked tokens of ${row.name}`, before, row), after: revocation };
    });
    return this.#reply(result, revision);
  }

  /** settings, keys, secret, fetched_at, in the order of both statements. */
  #columns(body: JwtIssuerBody, material: Material): unknown[] {
    const fetchedAt = isFollowed(body.source) ? this.clock.now() : null;
    return [JSON.stringify(settingsOf(body)), JSON.stringify(material.keys), material.secret, fetchedAt];
  }

  /** @throws Problem invalid_input that says what is wrong with the keys */
  async #material(
    id: string,
    { source, issuer }: JwtIssuerBody,
    known: StoredIssuer | undefined,
  ): Promise<Material> {
    try {
      if (source.kind === 'secret') return { keys: [], secret: this.#secret(id, source, known) };
      return { keys: await this.#keys(source, issuer, known), secret: null };
    } catch (problem) {
      if (problem instanceof KeyProblem) throw Problem.invalid('/source', problem.message);
      throw problem;
    }
  }

  #secret(
    id: string,
    source: Extract<JwtKeySource, { kind: 'secret' }>,
    known: StoredIssuer | undefined,
  ): string {
    if (source.secret !== undefined) {
      const bytes = secretBytes(source.secret, source.encoding, source.algorithms);
      return this.keyring.seal(secretContext(id), bytes.toString('base64url'));
    }
    if (!known?.secret) throw new KeyProblem('the secret is missing');
    return known.secret;
  }

  async #keys(
    source: Exclude<JwtKeySource, { kind: 'secret' }>,
    issuer: string,
    known: StoredIssuer | undefined,
  ): Promise<PublicKey[]> {
    if (source.kind === 'jwks_url' || source.kind === 'discovery')
      return this.keySets.fetch(source satisfies Followed, issuer);
    if (source.kind === 'jwks' && source.keys) return keysOfSet(source.keys, source.algorithms);
    if (source.kind === 'public_key' && source.pem !== undefined)
      return [keyOfPem(source.pem, source.kid, source.algorithms)];
    return keptKeys(source, known);
  }

  async #reply(row: StoredIssuer, revision?: number): Promise<Reply<View>> {
    const liveness = await this.liveness.of([nameOf('issuers', row.app_id)]);
    return reply(issuerView(row, liveness), { version: row.version, revision });
  }
}

function settingsOf({ source, audiences, leeway_s, required_claims, claims }: JwtIssuerBody): IssuerSettings {
  const { kind, algorithms } = source;
  const url = source.kind === 'jwks_url' ? { url: source.url } : {};
  return { audiences, leeway_s, required_claims, claims, source: { kind, algorithms, ...url } };
}

/** @throws KeyProblem when there are none of the kind, or when they would have to be read again */
function keptKeys({ kind, algorithms }: JwtKeySource, known: StoredIssuer | undefined): PublicKey[] {
  const before = known?.settings.source;
  if (!known || before?.kind !== kind) throw new KeyProblem('the key is missing');
  if (String(before.algorithms) !== String(algorithms))
    throw new KeyProblem('give the key again: its algorithms are to change');
  return known.keys;
}

async function assertRoom(tx: Tx, appId: string): Promise<void> {
  const [row] = await tx.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM jwt_issuers WHERE app_id = $1',
    [appId],
  );
  const { issuers } = entitlements.free;
  if (row && row.count >= issuers) {
    throw new Problem('entitlement_reached', { detail: `An app may have ${issuers} identity providers.` });
  }
}

function changed(summary: string, before: StoredIssuer | undefined, after: StoredIssuer | undefined) {
  const row = after ?? before;
  if (!row) throw new Error('jwt-issuers: nothing was written');
  const told = (one: StoredIssuer | undefined) =>
    one && { name: one.name, issuer: one.issuer, ...one.settings };
  return {
    result: row,
    resource: 'jwt_issuer',
    resourceId: row.id,
    before: told(before),
    after: told(after),
    documents: [{ name: nameOf('issuers', row.app_id) }],
    summary,
  };
}
