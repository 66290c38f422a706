import {
  entitlements,
  type JwtAlgorithm,
  type JwtIssuer,
  type JwtIssuerBody,
  type JwtKeySource,
  type Liveness,
} from '@aegis/contracts';
import type { z } from 'zod';
import type { PartKind } from '../app-access/index.ts';
import type { PublicKey } from './key-material.ts';

export type IssuerView = z.output<typeof JwtIssuer>;

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

export const issuerKind: PartKind<StoredIssuer, IssuerView> = {
  table: 'jwt_issuers',
  columns: issuerColumns,
  resource: 'jwt_issuer',
  word: 'identity provider',
  document: 'issuers',
  lists: { sorts: { name: { column: 'name', type: 'text' } }, search: ['name'] },
  most: { amount: entitlements.free.issuers, words: 'identity providers' },
  clashes: {
    jwt_issuers_name: 'The app has an identity provider of this name.',
    jwt_issuers_issuer: 'The app believes this issuer already.',
  },
  view: issuerView,
  told: ({ name, issuer, settings }) => ({ name, issuer, ...settings }),
};

const keysView = ({ keys, secret, settings }: StoredIssuer): IssuerView['keys'] =>
  secret === null
    ? keys.map(({ kid, algorithms }) => ({ ...(kid !== undefined && { kid }), algorithms }))
    : [{ algorithms: settings.source.algorithms }];

function issuerView(row: StoredIssuer, liveness: Liveness): IssuerView {
  return {
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
  };
}
