import type { dashboard } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Clock, hours } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import type { Answer } from '../../platform/http/call.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { appDocuments } from '../../publishing/names.ts';
import { onlyApp } from '../app-access/index.ts';
import { type AppFacts, type Attention, attentionOf, type KeyFacts } from './attention.ts';
import { filtersOf } from './filters.ts';
import { type SumRow, sums, type Total, totalOf } from './usage-reads.ts';

const appFacts = `
  SELECT a.id, a.name,
    EXISTS (SELECT FROM upstreams u WHERE u.app_id = a.id) AS has_upstream,
    EXISTS (SELECT FROM first_requests f WHERE f.app_id = a.id) AS has_traffic,
    coalesce((SELECT sum(r.requests) FROM usage_hours_by_route r
      WHERE r.app_id = a.id AND r.hour >= $2), 0)::float8 AS requests,
    coalesce((SELECT sum(r.requests) FROM usage_hours_by_route r
      WHERE r.app_id = a.id AND r.hour >= $2 AND r.status_class = 5), 0)::float8 AS failures
  FROM apps a
  WHERE a.customer_id = $1 AND a.deleted_at IS NULL AND ($3::uuid IS NULL OR a.id = $3)
  ORDER BY a.created_at, a.id`;

const keysExpiring = `
  SELECT k.app_id, k.name, k.expires_at FROM api_keys k JOIN apps a ON a.id = k.app_id AND a.deleted_at IS NULL
  WHERE k.customer_id = $1 AND k.revoked_at IS NULL AND k.expires_at > now()
    AND k.expires_at < now() + interval '7 days' AND ($2::uuid IS NULL OR k.app_id = $2)
  ORDER BY k.expires_at LIMIT 20`;

const activeKeys = `
  SELECT count(*)::int AS count FROM api_keys k JOIN apps a ON a.id = k.app_id AND a.deleted_at IS NULL
  WHERE k.customer_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    AND ($2::uuid IS NULL OR k.app_id = $2)`;

/** How many apps are looked at for refused changes. */
const LIVENESS_APPS = 200;

/** The company at a glance. */
@Injectable()
export class Dashboard {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly liveness: LivenessReader,
  ) {}

  async read(ctx: CustomerContext): Promise<Answer<typeof dashboard>> {
    const dayAgo = this.clock.in(-hours(24));
    const [id, only] = [ctx.customer.id, onlyApp(ctx) ?? null];
    const found = await this.database.asCustomer(ctx, async (tx) => ({
      apps: await tx.query<AppFacts[]>(appFacts, [id, dayAgo, only]),
      keys: await tx.query<KeyFacts[]>(keysExpiring, [id, only]),
      active: await tx.query<{ count: number }[]>(activeKeys, [id, only]),
      today: await between(tx, ctx, dayAgo, this.clock.now()),
      before: await between(tx, ctx, this.clock.in(-hours(48)), dayAgo),
    }));
    return {
      apps: found.apps.length,
      active_keys: found.active[0]?.count ?? 0,
      today: found.today,
      before: found.before,
      attention: [...attentionOf(found.apps, found.keys), ...(await this.#refused(found.apps))],
    };
  }

  async #refused(apps: AppFacts[]): Promise<Attention[]> {
    const looked = apps.slice(0, LIVENESS_APPS);
    const found = await this.liveness.ofAll(looked.map(({ id }) => appDocuments(id)));
    return looked.flatMap(({ id, name }, i) => {
      const [refusal] = found[i]?.refusals ?? [];
      return refusal
        ? [
            {
              kind: 'revision_refused' as const,
              app_id: id,
              text: `A change of ${name} is refused: ${refusal.reason}`,
            },
          ]
        : [];
    });
  }
}

async function between(tx: Tx, ctx: CustomerContext, from: Date, to: Date): Promise<Total> {
  const filters = filtersOf(ctx, {}, 2);
  const [row] = await tx.query<SumRow[]>(
    `SELECT ${sums} FROM usage_minutes WHERE minute >= $1 AND minute < $2 AND ${filters.sql}`,
    [from, to, ...filters.values],
  );
  return totalOf(row ?? {});
}
