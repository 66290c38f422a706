import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import { systemContext } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { LOGGER } from '../../platform/logging/logger.ts';
import {
  CertificateProblem,
  installCertificate,
  type ProvenCertificate,
  proveCertificate,
} from '../certificates/index.ts';
import { mailsToMembers } from '../notifications/index.ts';
import { adviceFor, renewalOf, waitAfter } from './advice.ts';
import { withdrawAnswers } from './answers.ts';
import { CaAccounts } from './ca-accounts.ts';
import { CaProblem } from './ca-problem.ts';
import { endOrder, lockPending, type StoredOrder, toldOrder } from './order.row.ts';
import { orderFailed } from './order-mails.ts';
import type { Issued } from './order-run.ts';

const system = systemContext('certificates');

/** What becomes of an order: a certificate, another attempt, or a failure that people hear of. */
@Injectable()
export class OrderEnds {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly keyring: Keyring,
    private readonly accounts: CaAccounts,
    private readonly clock: Clock,
  ) {}

  /** Shows the certificate for the hosts of the order that are still there to show it. */
  async issued({ id }: StoredOrder, issued: Issued): Promise<void> {
    const proven = this.#prove(issued);
    await this.changes.write(system, 'certificate_orders.issued', async (tx) => {
      const order = await this.#lock(tx, id);
      const withdrawn = order ? await withdrawAnswers(tx, id) : [];
      const hosts = order ? await hostsToShow(tx, order, proven) : [];
      if (!order || hosts.length === 0) {
        if (order) await endOrder(tx, id, 'cancelled');
        return { result: undefined, ...aboutOrder(id, order), documents: withdrawn };
      }
      const { row, documents } = await installCertificate(tx, this.keyring, {
        customerId: order.customer_id,
        appId: order.app_id,
        proven,
        hosts,
        origin: 'ordered',
        renewsAt: renewalOf(proven.validFrom, proven.expiresAt, Math.random()),
      });
      await endOrder(tx, id, 'issued', row.id);
      return {
        result: undefined,
        ...aboutOrder(id, order),
        after: {
          ...toldOrder({ ...order, status: 'issued' }),
          certificate: row.id,
          expires_at: row.expires_at,
        },
        documents: [...documents, ...withdrawn],
        summary: `A certificate for ${row.hosts.join(', ')}`,
      };
    });
  }

  /** Tries again later, or gives the order up and says so. */
  async failed(stored: StoredOrder, problem: CaProblem): Promise<void> {
    this.logger.warn(
      { order: stored.id, kind: problem.kind, reason: problem.message },
      'certificates: not issued',
    );
    if (problem.kind === 'accountDoesNotExist') await this.accounts.forget();
    const waitS = waitAfter(stored.attempts + 1, problem);
    if (waitS === undefined) await this.#giveUp(stored, problem);
    else await this.database.asPlatform('an order waits', (tx) => note(tx, stored, problem, waitS));
  }

  async #giveUp({ id }: StoredOrder, problem: CaProblem): Promise<void> {
    await this.changes.write(system, 'certificate_orders.failed', async (tx) => {
      const order = await this.#lock(tx, id);
      if (!order) return { result: undefined, ...aboutOrder(id, order) };
      await note(tx, order, problem, 0);
      await endOrder(tx, id, 'failed');
      return {
        result: undefined,
        ...aboutOrder(id, order),
        after: toldOrder({
          ...order,
          status: 'failed',
          attempts: order.attempts + 1,
          reason: problem.message,
        }),
        documents: await withdrawAnswers(tx, id),
        mails: await failureMails(tx, order, problem),
        summary: `No certificate for ${order.hosts.join(', ')}`,
      };
    });
  }

  /** The app first, then the order: as every change of an app's certificates does. */
  async #lock(tx: Tx, id: string): Promise<StoredOrder | undefined> {
    await tx.query(
      'SELECT FROM apps WHERE id = (SELECT app_id FROM certificate_orders WHERE id = $1) FOR UPDATE',
      [id],
    );
    return lockPending(tx, id);
  }

  #prove({ chain, privateKey }: Issued): ProvenCertificate {
    try {
      return proveCertificate(chain, privateKey, this.clock.now());
    } catch (problem) {
      if (!(problem instanceof CertificateProblem)) throw problem;
      throw new CaProblem(
        'unusable',
        `the certificate that was issued cannot be used: it ${problem.message}`,
      );
    }
  }
}

const aboutOrder = (id: string, order: StoredOrder | undefined) => ({
  resource: 'certificate_order',
  resourceId: id,
  ...(order && { customerId: order.customer_id }),
});

/** A renewal takes the place of the certificate that it renews, and of no other that was uploaded meanwhile. */
async function hostsToShow(
  tx: Tx,
  { app_id, hosts, renews }: StoredOrder,
  { covers }: ProvenCertificate,
): Promise<string[]> {
  const rows = await tx.query<{ host: string }[]>(
    `SELECT host FROM hosts WHERE app_id = $1 AND host = ANY($2) AND ($3::uuid IS NULL OR certificate_id = $3)`,
    [app_id, hosts, renews],
  );
  return rows.map(({ host }) => host).filter(covers);
}

/** What the authority refused begins anew next time; what it did not answer goes on. */
const note = (tx: Tx, { id }: StoredOrder, problem: CaProblem, waitS: number): Promise<unknown> => {
  const { nextStep, ours = false } = adviceFor(problem);
  return tx.query(
    `UPDATE certificate_orders
     SET attempts = attempts + 1, reason = $2, next_step = $3, updated_at = now(),
       next_attempt_at = now() + $4 * interval '1 second'${ours ? '' : ', order_url = NULL, private_key = NULL'}
     WHERE id = $1 AND status = 'pending'`,
    [id, problem.message, nextStep, waitS],
  );
};

/** A renewal that fails again every day is told once; its expiry is announced besides. */
async function failureMails(tx: Tx, order: StoredOrder, problem: CaProblem) {
  const [app] = await tx.query<{ name: string }[]>(
    `SELECT name FROM apps WHERE id = $1 AND NOT EXISTS (
       SELECT FROM certificate_orders WHERE renews = $2 AND status = 'failed' AND id <> $3)`,
    [order.app_id, order.renews, order.id],
  );
  if (!app) return [];
  const why = { reason: problem.message, nextStep: adviceFor(problem).nextStep };
  const mail = orderFailed(app.name, order.hosts, why);
  return mailsToMembers(tx, order.customer_id, 'certificate_failed', mail);
}
