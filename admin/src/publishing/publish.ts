import { redisKeys } from '@aegis/contracts';
import { signEnvelope } from '@aegis/contracts/node';
import type { Database } from '../platform/database/database.ts';
import type { Env } from '../platform/env/env.ts';
import type { MailOutbox } from '../platform/mail/outbox.ts';
import { type Collected, collect } from './collect.ts';
import type { PublishingKeys } from './keys.ts';
import { type ExtraProofs, prove } from './prove.ts';
import { mailRefusals } from './refusal-mails.ts';
import { type Rendered, render } from './render.ts';
import { sealSecrets } from './seal.ts';
import { type Publication, readState, store } from './store.ts';

export interface Press {
  database: Database;
  env: Env;
  keys: PublishingKeys;
  proofs: ExtraProofs;
  outbox: MailOutbox;
}

/** Collects and renders in one snapshot, so that all documents of a change show the same state of the rows. */
async function take(
  { database, env }: Press,
  term: number,
): Promise<{ collected: Collected; rendered: Map<string, Rendered> }> {
  return database.asPlatform(
    'publishing renders documents of every customer',
    async (tx) => {
      const { revision } = await readState(tx, term);
      const collected = await collect(tx, revision);
      return { collected, rendered: await render(tx, collected.touched.keys(), env) };
    },
    'REPEATABLE READ',
  );
}

async function proveAndSign(
  { keys, proofs }: Press,
  { revision, touched }: Collected,
  rendered: Map<string, Rendered>,
): Promise<Publication> {
  const publication: Publication = { revision, signed: [], refused: [] };
  for (const [name, touch] of touched) {
    const made = rendered.get(name);
    const proof = made?.ok ? await prove(name, sealSecrets(keys.seal, name, made.document), proofs) : made;
    if (!proof?.ok) {
      publication.refused.push({ name, reason: proof?.reason ?? 'it was not rendered' });
      continue;
    }
    const key = redisKeys.document(name);
    const envelope = signEnvelope(keys.signer, keys.platform, key, touch.revision, proof.text);
    publication.signed.push({ name, revision: touch.revision, envelope });
  }
  return publication;
}

/**
 * One publishing: collect → render → prove → seal → sign → store. What does not prove is refused by name with its
 * reason, and the rest goes on. @returns what was published; nothing when no revision waited. @throws Fenced
 */
export async function publishOnce(press: Press, term: number): Promise<Publication | undefined> {
  const { collected, rendered } = await take(press, term);
  if (collected.revision === collected.previous) return undefined;
  const publication = await proveAndSign(press, collected, rendered);
  const { previous } = collected;
  await press.database.asPlatform('publishing stores the signed documents', async (tx) => {
    await store(tx, term, previous, publication);
    await mailRefusals(tx, press.outbox, previous, publication);
  });
  return publication;
}
