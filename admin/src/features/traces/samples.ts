import { redisKeys, Sample, SampleSummary } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Problem } from '../../platform/http/problem.ts';
import { RedisClients } from '../../platform/redis/redis.ts';

/** A summary with its place in the app's stream. */
export interface Placed {
  place: string;
  summary: SampleSummary;
}

const RETRY_AFTER_SECONDS = 5;

const away = (cause: unknown): never => {
  throw new Problem('unavailable', {
    detail: 'The store of traces is away.',
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  });
};

/** Redis is a place where others write too: what does not have our form is left out. */
function parsed<T extends z.ZodType>(schema: T, text: string | undefined): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function placed([place, fields]: [string, string[]]): Placed[] {
  const summary = parsed(SampleSummary, fields[fields.indexOf('summary') + 1]);
  return summary ? [{ place, summary }] : [];
}

/** Leases end by Redis' own clock, which gateways ask too. Those that ended are taken out on the way. */
const LEASE = `
  local time = redis.call('TIME')
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. time[1])
  redis.call('ZADD', KEYS[1], time[1] + ARGV[2], ARGV[1])
  return time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** What the gateways kept of requests, as it lies in Redis: by app, so that no app's reader meets another's. */
@Injectable()
export class Samples {
  constructor(private readonly redis: RedisClients) {}

  /** Entries older than `before`, newest first. @returns them and where to go on, if there may be more */
  async older(appId: string, before: string | undefined, count: number) {
    const from = before === undefined ? '+' : `(${before}`;
    const entries = await this.redis.state
      .xrevrange(redisKeys.samples(appId), from, '-', 'COUNT', count)
      .catch(away);
    const next = entries.length === count ? entries.at(-1)?.[0] : undefined;
    return { items: entries.flatMap(placed), next };
  }

  /** Entries that came after a place, oldest first. @returns them and the place of the last */
  async newer(appId: string, after: string, count: number) {
    const entries = await this.redis.state
      .xrange(redisKeys.samples(appId), `(${after}`, '+', 'COUNT', count)
      .catch(away);
    return { items: entries.flatMap(placed), place: entries.at(-1)?.[0] ?? after };
  }

  /** Takes or renews the lease that has gateways keep all that they can of an app. @returns the place that is now */
  async listen(appId: string, seconds: number): Promise<string> {
    const now = await this.redis.state.eval(LEASE, 1, redisKeys.listeners, appId, seconds).catch(away);
    return `${now}-0`;
  }

  /** Samples with this request id in these apps. */
  async of(appIds: readonly string[], requestId: string): Promise<{ appId: string; sample: Sample }[]> {
    const pipeline = this.redis.state.pipeline();
    for (const appId of appIds) pipeline.lrange(redisKeys.sample(appId, requestId), 0, -1);
    const replies = (await pipeline.exec().catch(away)) ?? [];
    return replies.flatMap(([error, texts], index) => {
      if (error) away(error);
      const appId = appIds[index] ?? '';
      return (texts as string[]).flatMap((text) => {
        const sample = parsed(Sample, text);
        return sample ? [{ appId, sample }] : [];
      });
    });
  }

  /** How many were left out within the hour. */
  async dropped(appIds: readonly string[]): Promise<number> {
    const pipeline = this.redis.state.pipeline();
    for (const appId of appIds) pipeline.get(redisKeys.samplesDropped(appId));
    const replies = (await pipeline.exec().catch(away)) ?? [];
    return replies.reduce((sum, [, count]) => sum + Number(count ?? 0), 0);
  }
}
