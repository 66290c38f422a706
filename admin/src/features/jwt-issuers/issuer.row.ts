import type { JwtAlgorithm, JwtIssuer, JwtIssuerBody, JwtKeySource, Liveness } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { PublicKey } from './key-material.ts';

/** What stands in `settings`: everything but names, keys and secrets. */
export type IssuerSettings = Omit<JwtIssuerBody, 'name' | 'issuer' | 'source'> & {
  source: { kind: JwtKeySource['kind']; algorithms: JwtAlgorithm[]; url?: string };
};

export interface Revoked {
  /** `jti` → seconds since 1970 after which it need not be remembered. */
  tokens: Record<string, number>;
  /** `sub` → tokens issued before are revoked. */
  users: Record<string, number>;
  before?: number;
}

export interface StoredIssuer {
  id: string;
  app_id: string;
  name: string;
  issuer: string;
  settings: IssuerSettings;
  keys: PublicKey[];
  secret: string | null;
  revoked: Revoked;
  fetched_at: Date | null;
  fetch_problem: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const issuerColumns =
  'id, app_id, name, issuer, settings, keys, secret, revoked, fetched_at, fetch_problem, version, created_at, updated_at';

/** @throws Problem not_found */
export async function findIssuer(tx: Tx, appId: string, id: string): Promise<StoredIssuer> {
  const [row] = await tx.query<StoredIssuer[]>(
    `SELECT ${issuerColumns} FROM jwt_issuers WHERE id = $1 AND app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('identity provider');
  return row;
}

const keysView = ({ keys, secret, settings }: StoredIssuer): z.output<typeof JwtIssuer>['keys'] =>
  secret === null
    ? keys.map(({ kid, algorithms }) => ({ ...(kid !== undefined && { kid }), algorithms }))
    : [{ algorithms: settings.source.algorithms }];

export const issuerView = (row: StoredIssuer, liveness: Liveness): z.output<typeof JwtIssuer> => ({
  id: row.id,
  name: row.name,
  issuer: row.issuer,
  ...row.settings,
  keys: keysView(row),
  ...(row.fetched_at && { fetched_at: row.fetched_at.toISOString() }),
  ...(row.fetch_problem !== null && { fetch_problem: row.fetch_problem }),
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});
