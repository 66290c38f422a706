import type { IssuersDocument, JwtIssuerRecord, JwtKey } from '@aegis/contracts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { Secret } from '../../publishing/seal.ts';
import { issuerColumns, type StoredIssuer } from './issuer.row.ts';
import { isFollowed } from './key-set.ts';

/** What a stored secret is sealed for. */
export const secretContext = (id: string): string => `jwt_issuers:${id}`;

/** The published form seals the secret again, for gateways; until then it is marked. */
function keysOf(row: StoredIssuer, keyring: Keyring): JwtKey[] {
  if (row.secret === null) return row.keys;
  const secret = new Secret(keyring.open(secretContext(row.id), row.secret));
  return [{ algorithms: row.settings.source.algorithms, secret: secret as unknown as JwtKey['secret'] }];
}

function recordOf(row: StoredIssuer, keyring: Keyring): JwtIssuerRecord {
  const { audiences, leeway_s, required_claims, claims, source } = row.settings;
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audiences,
    keys: keysOf(row, keyring),
    refreshable: isFollowed(source),
    leeway_s,
    required_claims,
    claims,
    revoked: {
      tokens: Object.keys(row.revoked.tokens),
      users: row.revoked.users,
      ...(row.revoked.before !== undefined && { before: row.revoked.before }),
    },
  };
}

/** `issuers:<app id>`. An app without any has an empty document, so that no gateway has to ask twice. */
export async function renderIssuers(
  tx: Tx,
  appIds: readonly string[],
  env: Env,
): Promise<Map<string, IssuersDocument>> {
  const keyring = new Keyring(env);
  const documents = new Map<string, IssuersDocument>(appIds.map((id) => [id, { issuers: [] }]));
  const rows = await tx.query<StoredIssuer[]>(
    `SELECT ${issuerColumns} FROM jwt_issuers WHERE app_id = ANY($1) ORDER BY name`,
    [appIds],
  );
  for (const row of rows) documents.get(row.app_id)?.issuers.push(recordOf(row, keyring));
  return documents;
}
