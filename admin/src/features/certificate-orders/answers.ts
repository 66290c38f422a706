import { setTimeout as delay } from 'node:timers/promises';
import type { DocumentName } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes, type TouchedDocument } from '../../platform/changes/changes.ts';
import { systemContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { nameOf } from '../../publishing/names.ts';
import { CaProblem } from './ca-problem.ts';
import { lockPending, type StoredOrder } from './order.row.ts';

/** What a gateway has to answer for a host. */
export interface ChallengeAnswer {
  host: string;
  token: string;
  text: string;
}

/** An order that was given up while it was worked on. */
export class NotWanted extends Error {
  override readonly name = 'NotWanted';
}

/** Authorities ask within seconds; nobody is answered for longer than this. */
const HOURS = 1;
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;

/** Answers to the questions of an authority, on their way to every gateway. */
@Injectable()
export class ChallengeAnswers {
  constructor(
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
  ) {}

  /** Returns when every gateway gives the answers. @throws CaProblem `gateways`; NotWanted */
  async publish(order: StoredOrder, answers: readonly ChallengeAnswer[], signal: AbortSignal): Promise<void> {
    const documents = answers.map(({ host }): DocumentName => nameOf('challenge', host));
    const { revision = 0 } = await this.changes.write(
      systemContext('certificates'),
      'certificate_orders.challenge',
      async (tx) => {
        if (!(await lockPending(tx, order.id))) throw new NotWanted();
        for (const answer of answers) await store(tx, order, answer);
        return {
          result: undefined,
          resource: 'certificate_order',
          resourceId: order.id,
          customerId: order.customer_id,
          after: { hosts: answers.map(({ host }) => host) },
          documents: documents.map((name) => ({ name })),
          summary: `Answers for the certificate authority: ${answers.map(({ host }) => host).join(', ')}`,
        };
      },
    );
    await this.#live(revision, documents, signal);
  }

  async #live(revision: number, documents: DocumentName[], signal: AbortSignal): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const [liveness] = await this.liveness.ofRevisions([{ revision, documents }]);
      if (liveness?.state === 'live') return;
      if (Date.now() > end) {
        const [on, of] = [liveness?.live_on ?? 0, liveness?.gateways ?? 0];
        throw new CaProblem('gateways', `${on} of ${of} gateways have the answer for the authority`);
      }
      await delay(LOOK_MS, undefined, { signal });
    }
  }
}

const store = (tx: Tx, { id, customer_id }: StoredOrder, { host, token, text }: ChallengeAnswer) =>
  tx.query(
    `INSERT INTO challenge_answers (host, token, order_id, customer_id, text, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + interval '${HOURS} hours')
     ON CONFLICT (host, token) DO UPDATE
     SET order_id = EXCLUDED.order_id, text = EXCLUDED.text, expires_at = EXCLUDED.expires_at`,
    [host, token, id, customer_id, text],
  );

/** Takes back what an order had gateways answer. @returns the documents that change */
export async function withdrawAnswers(tx: Tx, orderId: string): Promise<TouchedDocument[]> {
  const [rows] = await tx.query<[{ host: string }[], number]>(
    'DELETE FROM challenge_answers WHERE order_id = $1 RETURNING host',
    [orderId],
  );
  return [...new Set(rows.map(({ host }) => host))].map((host) => ({ name: nameOf('challenge', host) }));
}
