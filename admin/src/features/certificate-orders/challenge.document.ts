import type { ChallengeDocument } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

interface Row {
  host: string;
  token: string;
  text: string;
  expires_at: Date;
}

/** `challenge:<host>`. A host that is asked nothing any more is told so: absence would say nothing. */
export async function renderChallenges(
  tx: Tx,
  hosts: readonly string[],
): Promise<Map<string, ChallengeDocument>> {
  const documents = new Map<string, ChallengeDocument>(hosts.map((host) => [host, { answers: {} }]));
  const rows = await tx.query<Row[]>(
    'SELECT host, token, text, expires_at FROM challenge_answers WHERE host = ANY($1) AND expires_at > now()',
    [hosts],
  );
  for (const { host, token, text, expires_at } of rows) {
    const document = documents.get(host);
    if (document) document.answers[token] = { text, until_at: Math.floor(expires_at.getTime() / 1_000) };
  }
  return documents;
}
