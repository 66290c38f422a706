import { redisKeys } from '@aegis/contracts';
import { signDocument } from '@aegis/contracts/node';
import type { GatewayHarness, Publication } from '@aegis/tests/gateway-harness';

const BATCH = 5_000;
/** The revision of the first publication, which releases what lies there already. */
const REVISION = 1;

/**
 * Signs documents straight into an empty Redis, as the publisher does one by one with a check, a change and a head
 * for each; the publication that follows makes the head. Redis writes no file meanwhile.
 */
export async function fill(harness: GatewayHarness, documents: Iterable<Publication>): Promise<void> {
  const { redis, publisher } = harness;
  await redis.client.config('SET', 'appendonly', 'no');
  let batch = redis.client.pipeline();
  let writing: Promise<unknown> = Promise.resolve();
  for (const { kind, id, document } of documents) {
    const text = signDocument(publisher.signer, publisher.platform, kind, id, REVISION, document);
    batch.set(redisKeys.document(`${kind}:${id}`), text);
    if (batch.length < BATCH) continue;
    await writing;
    writing = batch.exec();
    batch = redis.client.pipeline();
  }
  await writing;
  await batch.exec();
}
