import type {
  createJwtIssuer,
  JwtIssuerBody,
  JwtKeySource,
  replaceJwtIssuer,
  revokeJwt,
} from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { AppPart, assertEnvironment, seeApp } from '../app-access/index.ts';
import {
  type IssuerSettings,
  type IssuerView,
  issuerColumns,
  issuerKind,
  type StoredIssuer,
} from './issuer.row.ts';
import { secretContext } from './issuers.document.ts';
import { KeyProblem, keyOfPem, keysOfSet, type PublicKey, secretBytes } from './key-material.ts';
import { type Followed, isFollowed, KeySets } from './key-set.ts';
import { revoke } from './revocations.ts';

/** What a source comes to: public keys, or a sealed secret. */
interface Material {
  keys: PublicKey[];
  secret: string | null;
}

/** Identity providers of an app. */
@Injectable()
export class JwtIssuersService extends AppPart<StoredIssuer, IssuerView> {
  protected readonly kind = issuerKind;

  constructor(
    db: Database,
    changes: Changes,
    liveness: LivenessReader,
    private readonly keySets: KeySets,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {
    super(db, changes, liveness);
  }

  async create(call: Call<typeof createJwtIssuer>) {
    const { ctx, params, body } = call;
    assertEnvironment(ctx, 'shared');
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, params.app_id));
    const id = newId();
    // Outside of the transaction: an identity provider may take its time.
    const material = await this.#material(id, body, undefined);
    return this.add(call, async (tx) => {
      const [row] = await tx.query<[StoredIssuer]>(
        `INSERT INTO jwt_issuers (id, customer_id, app_id, name, issuer, settings, keys, secret, fetched_at, next_fetch_at)
         VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $9) RETURNING ${issuerColumns}`,
        [id, ctx.customer.id, params.app_id, body.name, body.issuer, ...this.#columns(body, material)],
      );
      return row;
    });
  }

  async replace(call: Call<typeof replaceJwtIssuer>) {
    const { ctx, params, body } = call;
    assertEnvironment(ctx, 'shared');
    const material = await this.#material(params.id, body, await this.see(ctx, params));
    return this.change(call, async (tx, { id }) => {
      const [[row]] = await tx.query<[[StoredIssuer], number]>(
        `UPDATE jwt_issuers SET name = $2, issuer = $3, settings = $4::jsonb, keys = $5::jsonb, secret = $6,
           fetched_at = $7, next_fetch_at = $7, fetch_problem = NULL, version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${issuerColumns}`,
        [id, body.name, body.issuer, ...this.#columns(body, material)],
      );
      return row;
    });
  }

  async revoke({ ctx, params, body }: Call<typeof revokeJwt>) {
    const work = async (tx: Tx, before: StoredIssuer) => {
      const revoked = revoke(before.revoked, body, Math.floor(this.clock.now().getTime() / 1000));
      const [[row]] = await tx.query<[[StoredIssuer], number]>(
        `UPDATE jwt_issuers SET revoked = $2::jsonb, version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${issuerColumns}`,
        [params.id, JSON.stringify(revoked)],
      );
      return row;
    };
    const summary = (row: StoredIssuer) => `Revoked tokens of ${row.name}`;
    return this.change({ ctx, params }, work, { verb: 'revoke', summary, after: body });
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
