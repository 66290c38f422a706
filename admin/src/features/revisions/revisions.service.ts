import type { DocumentName, Revision } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { Problem } from '../../platform/http/problem.ts';
import { LivenessReader } from '../../publishing/liveness.ts';

interface RevisionRow {
  revision: string;
  created_at: Date;
  summary: string;
  actor: string;
  documents: { name: DocumentName }[];
}

const columns = 'revision, created_at, summary, actor, documents';

/** Changes on their way to the gateways. */
@Injectable()
export class RevisionsService {
  constructor(
    private readonly db: Database,
    private readonly liveness: LivenessReader,
  ) {}

  async list(ctx: CustomerContext, query: PageQuery): Promise<Page<Revision>> {
    const page = await this.db.asCustomer(ctx, (tx) =>
      listPage<RevisionRow>(
        tx,
        {
          select: columns,
          from: 'revisions',
          where: [{ sql: 'customer_id = ?', values: [ctx.customer.id] }],
          sorts: { revision: { column: 'revision', type: 'bigint' } },
          defaultSort: '-revision',
          id: { column: 'revision', type: 'bigint' },
          search: ['summary'],
        },
        query,
      ),
    );
    return { ...page, items: await this.#views(page.items) };
  }

  get(ctx: CustomerContext, revision: number): Promise<Revision> {
    return this.db.asCustomer(ctx, (tx) => find(tx, revision)).then((row) => this.#view(row));
  }

  getAsOperator(revision: number): Promise<Revision> {
    return this.db
      .asPlatform('operators follow every change', (tx) => find(tx, revision))
      .then((row) => this.#view(row));
  }

  async #view(row: RevisionRow): Promise<Revision> {
    const [view] = await this.#views([row]);
    if (!view) throw new Error('revisions: no view');
    return view;
  }

  async #views(rows: RevisionRow[]): Promise<Revision[]> {
    const found = await this.liveness.ofRevisions(
      rows.map(({ revision, documents }) => ({
        revision: Number(revision),
        documents: documents.map(({ name }) => name),
      })),
    );
    return rows.flatMap((row, i) => {
      const liveness = found[i];
      if (!liveness) return [];
      const { revision, created_at, summary, actor } = row;
      return [{ revision: Number(revision), created_at: created_at.toISOString(), summary, actor, liveness }];
    });
  }
}

async function find(tx: Tx, revision: number): Promise<RevisionRow> {
  const [row] = await tx.query<RevisionRow[]>(`SELECT ${columns} FROM revisions WHERE revision = $1`, [
    revision,
  ]);
  if (!row) throw Problem.notFound('revision');
  return row;
}
