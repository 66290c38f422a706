import type { CertificateDocument, Sealed } from '@aegis/contracts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { Secret } from '../../publishing/seal.ts';

interface Row {
  id: string;
  host: string;
  chain: string;
  private_key: string;
}

/** What a stored private key is sealed for. */
export const keyContext = (id: string): string => `certificates:${id}`;

/** The published form seals the key again, for gateways; until then it is marked. */
function documentOf(row: Row, keyring: Keyring): CertificateDocument {
  const key = new Secret(keyring.open(keyContext(row.id), row.private_key));
  return { status: 'active', chain: row.chain, private_key: key as unknown as Sealed };
}

/** `certificate:<host>`. A host that has none any more is told so: absence would say nothing. */
export async function renderCertificates(
  tx: Tx,
  hosts: readonly string[],
  env: Env,
): Promise<Map<string, CertificateDocument>> {
  const keyring = new Keyring(env);
  const documents = new Map<string, CertificateDocument>(hosts.map((host) => [host, { status: 'revoked' }]));
  const rows = await tx.query<Row[]>(
    `SELECT h.host, c.id, c.chain, c.private_key FROM hosts h JOIN certificates c ON c.id = h.certificate_id
     WHERE h.host = ANY($1)`,
    [hosts],
  );
  for (const row of rows) documents.set(row.host, documentOf(row, keyring));
  return documents;
}
