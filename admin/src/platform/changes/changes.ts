import type { DocumentName } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { actorOf, type Context } from '../context.ts';
import { Database, type Tx } from '../database/database.ts';
import { MailOutbox, type NewMail } from '../mail/outbox.ts';
import { AuditTrail } from './audit-trail.ts';

/** A document that publishing has to render again; a fact takes rights away before the document is fetched. */
export interface TouchedDocument {
  name: DocumentName;
  fact?: 'revoked' | 'suspended';
}

/** What a change did, told by the code that did it. */
export interface Changed<T> {
  /** What the caller of `write` gets. */
  result: T;
  /** What was changed, in the product's words: `app`, `route`, `member`. */
  resource: string;
  resourceId?: string;
  /** As before and after; secrets are masked by their field names. Only what a reader needs to see. */
  before?: unknown;
  after?: unknown;
  /** Company whose audit log shows it. Default: the one of the context; none means the platform's own log. */
  customerId?: string;
  /** Documents to publish. None: no revision. */
  documents?: TouchedDocument[];
  /** Gateways look at everything again that they hold, not only at the documents named. */
  reload?: boolean;
  /** One line for the list of revisions. Default: the action. */
  summary?: string;
  /** Mails that leave only when the change commits. */
  mails?: NewMail[];
}

export interface Written<T> {
  result: T;
  /** Revision that the change is published under. Absent when it touched no document. */
  revision: number | undefined;
}

/**
 * The one way to write: rows, audit entry, mails and revision commit together or not at all. The work runs with
 * the rights of its context: a company's on its own rows, everything else on the platform's.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditTrail,
    private readonly outbox: MailOutbox,
    private readonly clock: Clock,
  ) {}

  async write<T>(ctx: Context, action: string, work: (tx: Tx) => Promise<Changed<T>>): Promise<Written<T>> {
    const transaction = async (tx: Tx) => {
      const changed = await work(tx);
      return { result: changed.result, ...(await this.#record(tx, ctx, action, changed)) };
    };
    const { anchor, ...written } =
      ctx.kind === 'customer'
        ? await this.db.asCustomer(ctx, transaction)
        : await this.db.asPlatform(`${ctx.kind}: ${action}`, transaction);
    this.audit.anchor(anchor);
    return written;
  }

  /** The last thing before commit: the counter row is held from here on, and revisions commit in their order. */
  async #record(tx: Tx, ctx: Context, action: string, changed: Changed<unknown>) {
    const customerId = changed.customerId ?? (ctx.kind === 'customer' ? ctx.customer.id : undefined);
    for (const mail of changed.mails ?? []) await this.outbox.add(tx, mail, customerId);
    const anchor = await this.audit.append(tx, ctx, customerId, { action, ...changed });
    const documents = changed.documents ?? [];
    if (documents.length === 0) return { anchor, revision: undefined };
    const [row] = await tx.query<{ revision: string }[]>(
      `INSERT INTO revisions (revision, created_at, customer_id, actor, summary, documents, audit_id, reload)
       VALUES (aegis_next_revision(), $1, $2, $3, $4, $5::jsonb, $6, $7) RETURNING revision`,
      [
        this.clock.now(),
        customerId ?? null,
        actorOf(ctx).name,
        changed.summary ?? action,
        JSON.stringify(documents),
        anchor.entryId,
        changed.reload ?? false,
      ],
    );
    return { anchor, revision: Number(row?.revision) };
  }
}
