import { redisKeys, UsageBatch } from '@aegis/contracts';
import type { GatewayHarness } from '@aegis/tests/gateway-harness';

const PERIOD_MS = 1_000;

/** A stand-in for the admin's consumer of usage: batches are read and acknowledged. */
export class UsageConsumer {
  readonly #harness: GatewayHarness;
  readonly #timer: NodeJS.Timeout;
  #last = '0';
  #running: Promise<void>;

  constructor(harness: GatewayHarness) {
    this.#harness = harness;
    this.#running = this.#turn();
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#turn());
    }, PERIOD_MS);
  }

  async #turn(): Promise<void> {
    const client = this.#harness.redis.client;
    const [[, entries = []] = []] =
      (await client.xread('COUNT', 1_000, 'STREAMS', redisKeys.usage, this.#last)) ?? [];
    for (const [id, fields] of entries) {
      this.#last = id;
      const batch = UsageBatch.parse(JSON.parse(fields[1] ?? ''));
      const worker = `${batch.boot}:${batch.worker}`;
      await client.hset(redisKeys.usageAcknowledged(batch.gateway), worker, batch.sequence);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
