import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '../clock.ts';
import { actorOf, type Context, originOf } from '../context.ts';
import { Keyring } from '../crypto/keyring.ts';
import type { Tx } from '../database/database.ts';
import { newId } from '../ids.ts';
import { LOGGER } from '../logging/logger.ts';
import { canonicalJson, masked } from './masking.ts';

/** Chain of the platform's own entries. */
export const PLATFORM_CHAIN = '00000000-0000-0000-0000-000000000000';

export interface AuditNote {
  action: string;
  /** What was changed: `app`, `member`. */
  resource: string;
  resourceId?: string | undefined;
  before?: unknown;
  after?: unknown;
}

interface ChainHead {
  chain_id: string;
  sequence: string;
  mac: string;
}

/** Everything of an entry that its MAC covers. */
export interface SealedFields {
  chain_id: string;
  sequence: number;
  id: string;
  at: string;
  customer_id: string | null;
  actor: string;
  actor_id: string | null;
  ip: string | null;
  request_id: string | null;
  action: string;
  resource: string;
  resource_id: string | null;
  before: unknown;
  after: unknown;
}

export const FIRST_MAC = 'first';

/** The head of a chain after an entry. */
export interface Anchor {
  entryId: string;
  chain: string;
  sequence: number;
  mac: string;
}

/**
 * The audit log: one chain of entries per company, each sealed by an HMAC over itself and its predecessor. The
 * head is written to the service's log as well, so that entries cut off at the end show too.
 */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly keyring: Keyring,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Appends an entry in the transaction of the change that it tells about. @returns the new head of its chain */
  async append(tx: Tx, ctx: Context, customerId: string | undefined, note: AuditNote): Promise<Anchor> {
    const head = await lockHead(tx, customerId ?? PLATFORM_CHAIN);
    const fields = this.#fields(ctx, customerId, note, head);
    const mac = this.keyring.mac('audit', sealedText(head.mac, fields));
    await insertEntry(tx, fields, mac);
    await tx.query('UPDATE audit_chains SET sequence = $2, mac = $3 WHERE chain_id = $1', [
      fields.chain_id,
      fields.sequence,
      mac,
    ]);
    return { entryId: fields.id, chain: fields.chain_id, sequence: fields.sequence, mac };
  }

  /** Anchors a head in the service's log. Only after the commit: a head that never came to be would be missed. */
  anchor({ chain, sequence, mac }: Anchor): void {
    this.logger.info({ chain, sequence, mac }, 'audit: head');
  }

  /** Whether an entry is what was written, after the entry whose MAC is `previous`. */
  verify(previous: string, fields: SealedFields, mac: string): boolean {
    return this.keyring.verifyMac('audit', sealedText(previous, fields), mac);
  }

  #fields(ctx: Context, customerId: string | undefined, note: AuditNote, head: ChainHead): SealedFields {
    const actor = actorOf(ctx);
    const origin = originOf(ctx);
    return {
      chain_id: head.chain_id,
      sequence: Number(head.sequence) + 1,
      id: newId(),
      at: this.clock.now().toISOString(),
      customer_id: customerId ?? null,
      actor: actor.name,
      actor_id: actor.id ?? null,
      ip: origin?.ip ?? null,
      request_id: origin?.requestId ?? null,
      action: note.action,
      resource: note.resource,
      resource_id: note.resourceId ?? null,
      before: masked(note.before),
      after: masked(note.after),
    };
  }
}

const sealedText = (previous: string, fields: SealedFields): string =>
  `${previous}\n${canonicalJson(fields)}`;

/** The head row is locked until the change commits, so entries of one chain are written one after the other. */
async function lockHead(tx: Tx, chainId: string): Promise<ChainHead> {
  await tx.query(
    `INSERT INTO audit_chains (chain_id, sequence, mac) VALUES ($1, 0, $2) ON CONFLICT (chain_id) DO NOTHING`,
    [chainId, FIRST_MAC],
  );
  const [head] = await tx.query<ChainHead[]>(
    'SELECT chain_id, sequence, mac FROM audit_chains WHERE chain_id = $1 FOR UPDATE',
    [chainId],
  );
  if (!head) throw new Error(`audit: no head of chain ${chainId}`);
  return head;
}

async function insertEntry(tx: Tx, fields: SealedFields, mac: string): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entries (chain_id, sequence, id, at, customer_id, actor, actor_id, ip, request_id,
       action, resource, resource_id, before, after, mac)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14::jsonb, $15)`,
    [
      fields.chain_id,
      fields.sequence,
      fields.id,
      fields.at,
      fields.customer_id,
      fields.actor,
      fields.actor_id,
      fields.ip,
      fields.request_id,
      fields.action,
      fields.resource,
      fields.resource_id,
      fields.before === null ? null : JSON.stringify(fields.before),
      fields.after === null ? null : JSON.stringify(fields.after),
      mac,
    ],
  );
}
