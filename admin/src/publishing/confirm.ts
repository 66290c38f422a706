import { setTimeout as delay } from 'node:timers/promises';
import {
  AgentHeartbeat,
  GATEWAY_GONE_SECONDS,
  GatewayHeartbeat,
  GatewayReport,
  redisKeys,
} from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Database, type Tx } from '../platform/database/database.ts';
import { LOGGER } from '../platform/logging/logger.ts';
import { RedisClients } from '../platform/redis/redis.ts';

const BLOCK_MS = 1_000;
/** Gateways that have been silent for longer are forgotten. */
const FORGET_DAYS = 1;

const parsed = <T>(
  schema: { safeParse(value: unknown): { data?: T } },
  text: string | null,
): T | undefined => {
  if (text === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** The last word of each gateway wins; within one start of a gateway its revision only grows. */
const saveHeartbeats = `
  INSERT INTO gateways (id, revision, refusals, heartbeat, agent, last_seen_at)
    SELECT id, (heartbeat->>'revision')::bigint, heartbeat->'refusals', heartbeat, agent, now()
    FROM unnest($1::text[], $2::jsonb[], $3::jsonb[]) AS beat (id, heartbeat, agent)
  ON CONFLICT (id) DO UPDATE SET
    revision = CASE
      WHEN gateways.heartbeat->>'boot' = EXCLUDED.heartbeat->>'boot'
        AND gateways.heartbeat->>'epoch' = EXCLUDED.heartbeat->>'epoch'
      THEN greatest(gateways.revision, EXCLUDED.revision) ELSE EXCLUDED.revision END,
    refusals = EXCLUDED.refusals,
    heartbeat = EXCLUDED.heartbeat,
    agent = EXCLUDED.agent,
    -- By our own clock: a gateway whose clock is wrong is still seen.
    last_seen_at = CASE
      WHEN gateways.heartbeat->>'at' IS DISTINCT FROM EXCLUDED.heartbeat->>'at' THEN now()
      ELSE gateways.last_seen_at END`;

const saveReport = `UPDATE gateways SET revision = $2, refusals = $3::jsonb, last_seen_at = now() WHERE id = $1`;

/** A revision is live when every gateway that is up serves it. */
const markLive = `
  WITH up AS (
    SELECT min(revision) AS revision, count(*) AS gateways FROM gateways
    WHERE last_seen_at > now() - interval '${GATEWAY_GONE_SECONDS} seconds'
  )
  UPDATE revisions SET live_at = clock_timestamp(), live_on = up.gateways FROM up
  WHERE revisions.live_at IS NULL AND revisions.revision <= up.revision`;

/** Follows what gateways report about what they serve, and notes when a revision is live everywhere. */
@Injectable()
export class Confirm {
  readonly #blocking: Redis;

  constructor(
    private readonly database: Database,
    private readonly redis: RedisClients,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#blocking = redis.blocking('state');
  }

  /** Until the signal aborts. Redis away: nothing is confirmed, and the heartbeats tell afterwards. */
  async run(signal: AbortSignal): Promise<void> {
    let after = '$';
    let away = false;
    while (!signal.aborted) {
      try {
        if (after === '$') after = await this.#newest();
        await this.beats();
        after = await this.#reports(after);
        away = false;
      } catch (error) {
        if (!away && !signal.aborted)
          this.logger.warn({ err: error }, 'publishing: cannot hear the gateways');
        away = true;
        after = '$';
        await delay(BLOCK_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Reads every gateway's heartbeat once. */
  async beats(): Promise<void> {
    const ids = await this.redis.state.zrange(redisKeys.gateways, '0', '-1');
    if (ids.length === 0) return;
    const texts = await this.redis.state.mget(
      ...ids.map((id) => redisKeys.gateway(id)),
      ...ids.map((id) => redisKeys.agent(id)),
    );
    const found = ids.flatMap((id, i) => {
      const heartbeat = parsed(GatewayHeartbeat, texts[i] ?? null);
      const agent = parsed(AgentHeartbeat, texts[ids.length + i] ?? null);
      return heartbeat?.id === id ? [{ id, heartbeat, agent }] : [];
    });
    await this.#write(async (tx) => {
      await tx.query(saveHeartbeats, [
        found.map(({ id }) => id),
        found.map(({ heartbeat }) => JSON.stringify(heartbeat)),
        found.map(({ agent }) => (agent ? JSON.stringify(agent) : null)),
      ]);
      await tx.query(`DELETE FROM gateways WHERE last_seen_at < now() - interval '${FORGET_DAYS} days'`);
    });
  }

  async #newest(): Promise<string> {
    const [newest] = await this.redis.state.xrevrange(redisKeys.reports, '+', '-', 'COUNT', 1);
    return newest?.[0] ?? '0-0';
  }

  async #reports(after: string): Promise<string> {
    const reply = await this.#blocking.xread(
      'COUNT',
      1_000,
      'BLOCK',
      BLOCK_MS,
      'STREAMS',
      redisKeys.reports,
      after,
    );
    const entries = reply?.[0]?.[1] ?? [];
    const reports = entries.flatMap(([, fields]) => {
      const at = fields.indexOf('report');
      return parsed(GatewayReport, fields[at + 1] ?? null) ?? [];
    });
    if (reports.length > 0) {
      await this.#write(async (tx) => {
        for (const { gateway, revision, refusals } of reports) {
          await tx.query(saveReport, [gateway, revision, JSON.stringify(refusals)]);
        }
      });
    }
    return entries.at(-1)?.[0] ?? after;
  }

  async #write(work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.asPlatform('publishing notes what gateways serve', async (tx) => {
      await work(tx);
      await tx.query(markLive);
    });
  }
}
