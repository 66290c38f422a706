import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { UsageBatch } from '@aegis/contracts';
import type { Database } from '../../platform/database/database.ts';
import { numbers, texts } from './columns.ts';
import { fold } from './fold.ts';
import { writeRollups } from './write-rollups.ts';

const compress = promisify(gzip);

/** What makes a batch this batch. */
export const stampOf = ({ from, gateway, boot, worker, sequence }: Omit<UsageBatch, 'rows' | 'to'>): string =>
  JSON.stringify([from, gateway, boot, worker, sequence]);

const insertBatches = `
  INSERT INTO usage_batches (from_at, gateway, boot, worker, sequence, body)
    SELECT to_timestamp(u.from_at), u.gateway, u.boot, u.worker, u.sequence, u.body
    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::bytea[])
      AS u (from_at, gateway, boot, worker, sequence, body)
  ON CONFLICT DO NOTHING
  RETURNING extract(epoch FROM from_at)::int AS "from", gateway, boot, worker, sequence`;

type Stamp = Omit<UsageBatch, 'rows' | 'to' | 'sequence'> & { sequence: string };

/**
 * Stores batches and adds them to the rollups in one transaction. A batch that is stored already adds nothing, so
 * that a delivery may be repeated at any point. @returns how many were new
 */
export async function ingest(database: Database, batches: readonly UsageBatch[]): Promise<number> {
  const byStamp = new Map(batches.map((batch) => [stampOf(batch), batch]));
  const once = [...byStamp.values()];
  const bodies = await Promise.all(once.map((batch) => compress(JSON.stringify(batch), { level: 1 })));
  return database.asPlatform('gateways count for every customer', async (tx) => {
    const stamps = await tx.query<Stamp[]>(insertBatches, [
      numbers(once.map(({ from }) => from)),
      texts(once.map(({ gateway }) => gateway)),
      texts(once.map(({ boot }) => boot)),
      numbers(once.map(({ worker }) => worker)),
      numbers(once.map(({ sequence }) => sequence)),
      texts(bodies.map((body) => `\\x${body.toString('hex')}`)),
    ]);
    const fresh = stamps.flatMap(
      (stamp) => byStamp.get(stampOf({ ...stamp, sequence: Number(stamp.sequence) })) ?? [],
    );
    if (fresh.length > 0) await writeRollups(tx, fold(fresh));
    return fresh.length;
  });
}
