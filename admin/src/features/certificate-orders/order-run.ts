import { setTimeout as delay } from 'node:timers/promises';
import { ChallengeToken } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Client, crypto } from 'acme-client';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import { type ChallengeAnswer, ChallengeAnswers, NotWanted } from './answers.ts';
import { CaAccounts } from './ca-accounts.ts';
import { CaProblem, problemOf } from './ca-problem.ts';
import { orderKeyContext, type StoredOrder } from './order.row.ts';

type CaOrder = Awaited<ReturnType<Client['createOrder']>>;
type Authorization = Awaited<ReturnType<Client['getAuthorizations']>>[number];
type HttpChallenge = Extract<Authorization['challenges'][number], { type: 'http-01' }>;

/** A chain and the key that belongs to it, in PEM. */
export interface Issued {
  chain: string;
  privateKey: string;
}

/** Authorities answer within seconds; one that does not is asked again by the next attempt. */
const PATIENCE_MS = 120_000;
const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 10_000;

const isHttp = (challenge: Authorization['challenges'][number]): challenge is HttpChallenge =>
  challenge.type === 'http-01';

/**
 * One attempt at an order, from where the last one ended: what is under way at the authority is stored before it is
 * used, so that an admin that dies loses nothing, and one that takes over begins nothing twice.
 */
@Injectable()
export class OrderRun {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly accounts: CaAccounts,
    private readonly answers: ChallengeAnswers,
  ) {}

  /** @throws CaProblem; NotWanted when it was given up meanwhile */
  async run(stored: StoredOrder, signal: AbortSignal): Promise<Issued> {
    const client = await this.accounts.client();
    const order = await this.#begin(client, stored);
    let current = await client.getOrder({ url: order.url } as CaOrder);
    if (current.status === 'pending') {
      await this.#answer(client, order.stored, current, signal);
      current = await settled(client, current, ['pending'], signal);
    }
    const privateKey = this.keyring.open(orderKeyContext(stored.id), order.sealedKey);
    if (current.status === 'ready') {
      const [, csr] = await crypto.createCsr({ altNames: [...stored.hosts] }, privateKey);
      current = await client.finalizeOrder(current, csr);
    }
    current = await settled(client, current, ['processing', 'ready'], signal);
    return { chain: await client.getCertificate(current), privateKey };
  }

  /** The order at the authority, kept with the key that the certificate will be for. */
  async #begin(client: Client, stored: StoredOrder) {
    if (stored.order_url !== null && stored.private_key !== null) {
      return { stored, url: stored.order_url, sealedKey: stored.private_key };
    }
    const { url } = await client.createOrder({
      identifiers: stored.hosts.map((value) => ({ type: 'dns', value })),
    });
    const key = (await crypto.createPrivateEcdsaKey('P-256')).toString();
    const sealedKey = this.keyring.seal(orderKeyContext(stored.id), key);
    const [rows] = await this.database.asPlatform('an order is begun', (tx) =>
      tx.query<[unknown[], number]>(
        `UPDATE certificate_orders SET order_url = $2, private_key = $3
         WHERE id = $1 AND status = 'pending' AND order_url IS NULL RETURNING id`,
        [stored.id, url, sealedKey],
      ),
    );
    // Given up, or begun by another admin: that one goes on with it.
    if (rows.length === 0) throw new NotWanted();
    return { stored, url, sealedKey };
  }

  async #answer(client: Client, stored: StoredOrder, order: CaOrder, signal: AbortSignal): Promise<void> {
    const open = (await client.getAuthorizations(order)).filter(({ status }) => status === 'pending');
    if (open.length === 0) return;
    const asked = open.map((authorization) => ({ authorization, challenge: httpChallengeOf(authorization) }));
    const answers = await Promise.all(
      asked.map(
        async ({ authorization, challenge }): Promise<ChallengeAnswer> => ({
          host: authorization.identifier.value,
          token: challenge.token,
          text: await client.getChallengeKeyAuthorization(challenge),
        }),
      ),
    );
    if (answers.some(({ host }) => !stored.hosts.includes(host))) {
      throw new CaProblem('unusable', 'the certificate authority asks about a host that was not ordered');
    }
    await this.answers.publish(stored, answers, signal);
    for (const { challenge } of asked) {
      if (challenge.status === 'pending') await client.completeChallenge(challenge);
    }
  }
}

/** @throws CaProblem for an authority that asks otherwise, or by a token that is none */
function httpChallengeOf({ identifier, challenges }: Authorization): HttpChallenge {
  const challenge = challenges.find(isHttp);
  if (!challenge) {
    throw new CaProblem('unusable', `the certificate authority does not ask ${identifier.value} by HTTP-01`);
  }
  if (!ChallengeToken.safeParse(challenge.token).success) {
    throw new CaProblem('unusable', 'the certificate authority asks by a token that RFC 8555 does not allow');
  }
  return challenge;
}

/** Until the order has left these states. @throws CaProblem with what the authority found */
async function settled(
  client: Client,
  order: CaOrder,
  busy: readonly CaOrder['status'][],
  signal: AbortSignal,
): Promise<CaOrder> {
  const end = Date.now() + PATIENCE_MS;
  let current = order;
  for (
    let wait = FIRST_LOOK_MS;
    busy.includes(current.status);
    wait = Math.min(wait * 1.5, LONGEST_LOOK_MS)
  ) {
    if (Date.now() > end)
      throw new CaProblem('unreachable', 'the certificate authority has not decided in time');
    await delay(wait, undefined, { signal });
    current = await client.getOrder(current);
  }
  if (current.status === 'invalid') throw await findingOf(client, current);
  return current;
}

/** Why an order came to nothing: what was found at one of its hosts, or of the order itself. */
async function findingOf(client: Client, order: CaOrder): Promise<CaProblem> {
  for (const { identifier, challenges } of await client.getAuthorizations(order)) {
    const error = challenges.find((challenge) => challenge.error !== undefined)?.error;
    if (error === undefined) continue;
    const { kind, message } = problemOf(error);
    return new CaProblem(kind, `${identifier.value}: ${message}`);
  }
  return problemOf(order.error);
}
