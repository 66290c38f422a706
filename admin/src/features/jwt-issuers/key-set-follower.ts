import { redisKeys } from '@aegis/contracts';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { z } from 'zod';
import { Changes } from '../../platform/changes/changes.ts';
import { systemContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Leader } from '../../platform/leader/leader.ts';
import { whileLeading } from '../../platform/leader/while-leading.ts';
import { LOGGER } from '../../platform/logging/logger.ts';
import { RedisClients } from '../../platform/redis/redis.ts';
import { nameOf } from '../../publishing/names.ts';
import { issuerColumns, type StoredIssuer } from './issuer.row.ts';
import { KeyProblem, type PublicKey } from './key-material.ts';
import { type Followed, KeySets } from './key-set.ts';

const BLOCK_MS = 1_000;
const EVERY_MINUTES = 10;
/** Whatever gateways ask for, an identity provider is called this seldom. */
const LEAST_SECONDS = 30;
const askedLongAgo = `coalesce(asked_at < now() - interval '${LEAST_SECONDS} seconds', true)`;

const Refresh = z.object({ app_id: z.uuid(), issuer_id: z.uuid() });

/** Keeps the key sets of identity providers fresh: by the clock, and when a gateway met a key that nobody knows. */
@Injectable()
export class KeySetFollower implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #leader: Leader;
  readonly #blocking: Redis;
  #after = '$';

  constructor(
    @Inject(ENV) env: Env,
    @Inject(LOGGER) logger: Logger,
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly keySets: KeySets,
    redis: RedisClients,
  ) {
    this.#blocking = redis.blocking('state');
    this.#leader = new Leader(env, logger, 'keySets', (lease) =>
      whileLeading(
        lease,
        () => this.#turn(),
        (error) => logger.warn({ err: error }, 'key sets: interrupted'),
      ),
    );
  }

  onApplicationBootstrap(): void {
    this.#leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#leader.stop();
  }

  async #turn(): Promise<void> {
    await this.#asked();
    await this.#due();
  }

  /** Waits a moment for gateways that ask. */
  async #asked(): Promise<void> {
    const found = await this.#blocking.xread('BLOCK', BLOCK_MS, 'STREAMS', redisKeys.refreshes, this.#after);
    for (const [id, fields] of found?.[0]?.[1] ?? []) {
      this.#after = id;
      const asked = Refresh.safeParse(JSON.parse(fields[fields.indexOf('refresh') + 1] ?? 'null'));
      if (asked.success) await this.#fetchOne(asked.data.issuer_id, askedLongAgo, ', asked_at = now()');
    }
  }

  async #due(): Promise<void> {
    const rows = await this.database.asPlatform('key sets that are due', (tx) =>
      tx.query<{ id: string }[]>(
        'SELECT id FROM jwt_issuers WHERE next_fetch_at < now() ORDER BY next_fetch_at LIMIT 20',
      ),
    );
    for (const { id } of rows) await this.#fetchOne(id, 'next_fetch_at < now()');
  }

  /** The next time is written down first: a provider that hangs is not asked again at once. */
  async #fetchOne(id: string, when: string, mark = ''): Promise<void> {
    const row = await this.database.asPlatform('one key set', async (tx) => {
      const [rows] = await tx.query<[StoredIssuer[], number]>(
        `UPDATE jwt_issuers SET next_fetch_at = now() + interval '${EVERY_MINUTES} minutes'${mark}
         WHERE id = $1 AND next_fetch_at IS NOT NULL AND ${when} RETURNING ${issuerColumns}`,
        [id],
      );
      return rows[0];
    });
    if (!row) return;
    try {
      await this.#keep(row, await this.keySets.fetch(row.settings.source as Followed, row.issuer));
    } catch (problem) {
      if (!(problem instanceof KeyProblem)) throw problem;
      await this.#note(row, problem.message);
    }
  }

  /** The last good keys stay in force; the problem is shown beside them. */
  async #note(row: StoredIssuer, problem: string): Promise<void> {
    await this.database.asPlatform('a key set cannot be fetched', (tx) =>
      tx.query('UPDATE jwt_issuers SET fetch_problem = $2 WHERE id = $1', [row.id, problem]),
    );
  }

  async #keep(row: StoredIssuer, keys: PublicKey[]): Promise<void> {
    const fetched = 'fetched_at = now(), fetch_problem = NULL';
    if (JSON.stringify(keys) === JSON.stringify(row.keys)) {
      await this.database.asPlatform('a key set stayed the same', (tx) =>
        tx.query(`UPDATE jwt_issuers SET ${fetched} WHERE id = $1`, [row.id]),
      );
      return;
    }
    await this.changes.write(systemContext('key sets'), 'jwt_issuers.keys_changed', async (tx) => {
      const [owner] = await tx.query<{ customer_id: string }[]>(
        'SELECT customer_id FROM jwt_issuers WHERE id = $1',
        [row.id],
      );
      await tx.query(`UPDATE jwt_issuers SET keys = $2::jsonb, ${fetched} WHERE id = $1`, [
        row.id,
        JSON.stringify(keys),
      ]);
      const kids = (list: readonly PublicKey[]) => list.map(({ kid }) => kid ?? '');
      return {
        result: undefined,
        resource: 'jwt_issuer',
        resourceId: row.id,
        before: { keys: kids(row.keys) },
        after: { keys: kids(keys) },
        documents: [{ name: nameOf('issuers', row.app_id) }],
        summary: `New keys of the identity provider ${row.name}`,
        ...(owner && { customerId: owner.customer_id }),
      };
    });
  }
}
