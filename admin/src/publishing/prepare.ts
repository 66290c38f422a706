import { HOST_SHARDS, redisKeys } from '@aegis/contracts';
import { signEnvelope } from '@aegis/contracts/node';
import { rewriteHosts } from '../features/environments/index.ts';
import type { Changes } from '../platform/changes/changes.ts';
import { systemContext } from '../platform/context.ts';
import type { Tx } from '../platform/database/database.ts';
import { nameOf } from './names.ts';
import { prove } from './prove.ts';
import type { Press } from './publish.ts';
import { render } from './render.ts';

/** Documents that belong to the platform and no customer. */
const platformNames = [nameOf('platform', 'settings'), nameOf('nginx', 'conf')];
const hostNames = Array.from({ length: HOST_SHARDS }, (_, shard) => nameOf('hosts', String(shard)));

const textOf = (envelope: string): string => envelope.slice(envelope.indexOf('\n') + 1);

/**
 * The platform's documents depend on the environment and on this release's templates, not only on rows: those that
 * would be rendered otherwise than they are stored, or were never published.
 */
async function outdated(tx: Tx, { env }: Press): Promise<string[]> {
  const rows = await tx.query<{ name: string; envelope: string }[]>(
    'SELECT name, envelope FROM documents WHERE name = ANY($1) AND envelope IS NOT NULL',
    [[...platformNames, ...hostNames]],
  );
  const stored = new Map(rows.map(({ name, envelope }) => [name, textOf(envelope)]));
  const rendered = await render(tx, platformNames, env);
  const changed: string[] = [];
  for (const name of platformNames) {
    const made = rendered.get(name);
    const proof = made?.ok ? await prove(name, made.document, {}) : made;
    if (!proof?.ok || proof.text !== stored.get(name)) changed.push(name);
  }
  return [...changed, ...hostNames.filter((name) => !stored.has(name))];
}

interface Due {
  /** The base domain is another one than before, so every app has other hosts. */
  moved: boolean;
  names: Set<string>;
}

/** What this environment changes about the published state. */
async function due(tx: Tx, press: Press): Promise<Due> {
  const [state] = await tx.query<{ base_domain: string | null }[]>('SELECT base_domain FROM publisher');
  const before = state?.base_domain ?? null;
  const moved = before !== null && before !== press.env.AEGIS_BASE_DOMAIN;
  return { moved, names: new Set([...(await outdated(tx, press)), ...(moved ? hostNames : [])]) };
}

/** A new leader's first work: what is due becomes a revision. */
export async function prepare(press: Press, changes: Changes): Promise<void> {
  const { names } = await press.database.asPlatform('the platform’s documents', (tx) => due(tx, press));
  if (names.size === 0) return;
  await changes.write(systemContext('publishing'), 'publishing.prepare', async (tx) => {
    await tx.query('SELECT 1 FROM publisher FOR UPDATE');
    const found = await due(tx, press);
    const { AEGIS_BASE_DOMAIN: domain } = press.env;
    if (found.moved) await rewriteHosts(tx, domain);
    await tx.query('UPDATE publisher SET base_domain = $1', [domain]);
    return {
      result: undefined,
      resource: 'platform',
      summary: 'The platform’s own documents',
      documents: [...found.names].map((name) => ({ name: name as ReturnType<typeof nameOf> })),
    };
  });
}

const SIGN_BATCH = 500;

/** After a change of the signing key every stored text gets a new signature; its revision stays. @returns how many */
export async function signAgain({ database, keys }: Press): Promise<number> {
  return database.asPlatform('publishing signs every document', async (tx) => {
    const [state] = await tx.query<{ platform: string | null }[]>(
      'SELECT platform FROM publisher FOR UPDATE',
    );
    if (state?.platform === keys.platform) return 0;
    let after = '';
    let signed = 0;
    for (;;) {
      const rows = await tx.query<{ name: string; revision: string; envelope: string }[]>(
        `SELECT name, revision, envelope FROM documents
         WHERE envelope IS NOT NULL AND name > $1 ORDER BY name LIMIT ${SIGN_BATCH} FOR UPDATE`,
        [after],
      );
      if (rows.length === 0) break;
      const envelopes = rows.map(({ name, revision, envelope }) =>
        signEnvelope(
          keys.signer,
          keys.platform,
          redisKeys.document(name),
          Number(revision),
          textOf(envelope),
        ),
      );
      await tx.query(
        `UPDATE documents SET envelope = again.envelope
         FROM unnest($1::text[], $2::text[]) AS again (name, envelope) WHERE documents.name = again.name`,
        [rows.map(({ name }) => name), envelopes],
      );
      signed += rows.length;
      after = rows.at(-1)?.name ?? after;
    }
    await tx.query('UPDATE publisher SET platform = $1', [keys.platform]);
    return signed;
  });
}
