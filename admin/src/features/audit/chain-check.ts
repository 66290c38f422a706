import { Injectable } from '@nestjs/common';
import { AuditTrail, FIRST_MAC, type SealedFields } from '../../platform/changes/audit-trail.ts';
import { Database, type Tx } from '../../platform/database/database.ts';

export interface ChainCheckResult {
  intact: boolean;
  entries: number;
  /** First entry that is not what was written, or before which one is missing. */
  broken_at?: string;
}

interface EntryRow extends Omit<SealedFields, 'at' | 'sequence'> {
  at: Date;
  sequence: string;
  mac: string;
}
interface HeadRow {
  chain_id: string;
  sequence: string;
  mac: string;
}
interface Walk {
  entries: number;
  /** Empty text: broken, but no entry is left to name. */
  brokenAt: string | undefined;
}

const BATCH = 1_000;

/** Walks every chain from its first entry to its head. */
@Injectable()
export class ChainCheck {
  constructor(
    private readonly db: Database,
    private readonly trail: AuditTrail,
  ) {}

  /** One snapshot, so that writers meanwhile do not look like a broken chain. */
  check(): Promise<ChainCheckResult> {
    return this.db.asPlatform(
      'the whole audit log is checked',
      async (tx) => {
        const heads = await tx.query<HeadRow[]>(
          'SELECT chain_id, sequence, mac FROM audit_chains ORDER BY chain_id',
        );
        let entries = 0;
        for (const head of heads) {
          const walk = await this.#walk(tx, head);
          entries += walk.entries;
          if (walk.brokenAt !== undefined) {
            return { intact: false, entries, ...(walk.brokenAt === '' ? {} : { broken_at: walk.brokenAt }) };
          }
        }
        return { intact: true, entries };
      },
      'REPEATABLE READ',
    );
  }

  async #walk(tx: Tx, head: HeadRow): Promise<Walk> {
    let previous = FIRST_MAC;
    let sequence = 0;
    let lastId = '';
    for (;;) {
      const rows = await readBatch(tx, head.chain_id, sequence);
      for (const row of rows) {
        const intact =
          Number(row.sequence) === sequence + 1 && this.trail.verify(previous, sealedFields(row), row.mac);
        if (!intact) return { entries: sequence, brokenAt: row.id };
        previous = row.mac;
        sequence += 1;
        lastId = row.id;
      }
      if (rows.length < BATCH) break;
    }
    const complete = Number(head.sequence) === sequence && (sequence === 0 || head.mac === previous);
    return { entries: sequence, brokenAt: complete ? undefined : lastId };
  }
}

const readBatch = (tx: Tx, chainId: string, after: number): Promise<EntryRow[]> =>
  tx.query<EntryRow[]>(
    `SELECT chain_id, sequence, id, at, customer_id, actor, actor_id, ip, request_id, action, resource, resource_id,
       before, after, mac
     FROM audit_entries WHERE chain_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${BATCH}`,
    [chainId, after],
  );

const sealedFields = ({ mac: _, ...row }: EntryRow): SealedFields => ({
  ...row,
  at: row.at.toISOString(),
  sequence: Number(row.sequence),
});
