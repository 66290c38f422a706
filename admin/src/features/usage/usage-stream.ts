import { redisKeys, UsageBatch } from '@aegis/contracts';
import type { Redis } from 'ioredis';

const GROUP = 'admin';
/** One name for whichever admin leads, so that what another took and did not finish is found again. */
const CONSUMER = 'leader';
const BLOCK_MS = 1_000;
/** Entries of one transaction. */
const COUNT = 200;

/** Batches whose clock is further off are refused: no partition waits for them. */
const OLDEST_SECONDS = 20 * 86_400;
const NEWEST_SECONDS = 3_600;

export interface Delivery {
  /** Entry ids, also of what could not be read: all of them are acknowledged together. */
  ids: string[];
  batches: UsageBatch[];
  refused: { id: string; reason: string }[];
}

type Entry = [id: string, fields: string[] | null];

/** PostgreSQL's text holds no zero byte, and a client may have sent one as its tenant's name. */
const withoutZeros = (batch: UsageBatch): UsageBatch => ({
  ...batch,
  rows: batch.rows.map((row) =>
    row.tenant.includes('\0') ? { ...row, tenant: row.tenant.replaceAll('\0', '') } : row,
  ),
});

function read(text: string | undefined, now: Date): UsageBatch | string {
  try {
    const parsed = UsageBatch.safeParse(JSON.parse(text ?? ''));
    if (!parsed.success) return parsed.error.message.slice(0, 500);
    const age = now.getTime() / 1000 - parsed.data.from;
    return age > OLDEST_SECONDS || age < -NEWEST_SECONDS
      ? `it is from ${parsed.data.from}`
      : withoutZeros(parsed.data);
  } catch (error) {
    return (error as Error).message;
  }
}

function delivered(entries: readonly Entry[], now: Date): Delivery {
  const delivery: Delivery = { ids: [], batches: [], refused: [] };
  for (const [id, fields] of entries) {
    delivery.ids.push(id);
    // A pending entry that was trimmed from the stream comes back without its fields.
    if (fields === null) continue;
    const batch = read(fields[fields.indexOf('batch') + 1], now);
    if (typeof batch === 'string') delivery.refused.push({ id, reason: batch });
    else delivery.batches.push(batch);
  }
  return delivery;
}

/** The highest sequence of each worker only ever grows, whatever order deliveries are repeated in. */
const raise = `
  for i = 2, #ARGV, 2 do
    local known = tonumber(redis.call('HGET', KEYS[1], ARGV[i])) or 0
    if tonumber(ARGV[i + 1]) > known then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
  end
  redis.call('EXPIRE', KEYS[1], ARGV[1])`;
const ACKNOWLEDGED_SECONDS = 7 * 86_400;

/** The usage stream, read as one consumer of one group. */
export class UsageStream {
  constructor(
    private readonly commands: Redis,
    private readonly blocking: Redis,
  ) {}

  /** The group begins at the first entry: nothing that was shipped before is lost. */
  async open(): Promise<void> {
    await this.commands.xgroup('CREATE', redisKeys.usage, GROUP, '0', 'MKSTREAM').catch((error: Error) => {
      if (!error.message.startsWith('BUSYGROUP')) throw error;
    });
  }

  /** What was delivered before and never acknowledged. */
  pending(now: Date): Promise<Delivery> {
    return this.#read(this.commands, '0', now);
  }

  /** What is new; waits for it up to a second. */
  next(now: Date): Promise<Delivery> {
    return this.#read(this.blocking, '>', now);
  }

  /** After the commit: gateways forget the batches, and the stream does. */
  async acknowledge({ ids, batches }: Pick<Delivery, 'ids' | 'batches'>): Promise<void> {
    const highest = new Map<string, Map<string, number>>();
    for (const { gateway, boot, worker, sequence } of batches) {
      const workers = highest.get(gateway) ?? new Map<string, number>();
      const field = `${boot}:${worker}`;
      workers.set(field, Math.max(workers.get(field) ?? 0, sequence));
      highest.set(gateway, workers);
    }
    for (const [gateway, workers] of highest) {
      await this.commands.eval(
        raise,
        1,
        redisKeys.usageAcknowledged(gateway),
        ACKNOWLEDGED_SECONDS,
        ...[...workers].flat(),
      );
    }
    if (ids.length === 0) return;
    await this.commands.xack(redisKeys.usage, GROUP, ...ids);
    await this.commands.xdel(redisKeys.usage, ...ids);
  }

  async #read(redis: Redis, from: '0' | '>', now: Date): Promise<Delivery> {
    const reply = await redis.xreadgroup(
      'GROUP',
      GROUP,
      CONSUMER,
      'COUNT',
      COUNT,
      'BLOCK',
      BLOCK_MS,
      'STREAMS',
      redisKeys.usage,
      from,
    );
    const streams = (reply ?? []) as [string, Entry[]][];
    return delivered(streams[0]?.[1] ?? [], now);
  }
}
