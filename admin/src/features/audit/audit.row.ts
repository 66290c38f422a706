import type { AuditEntry } from '@aegis/contracts';

export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  ip: string | null;
  action: string;
  resource: string;
  resource_id: string | null;
  revision: string | null;
  before: unknown;
  after: unknown;
}

export const auditColumns =
  'e.id, e.at, e.actor, e.ip, e.action, e.resource, e.resource_id, r.revision, e.before, e.after';
export const auditTables = 'audit_entries e LEFT JOIN revisions r ON r.audit_id = e.id';

export const auditView = (row: AuditRow): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  action: row.action,
  resource: row.resource,
  ...(row.ip === null ? {} : { ip: row.ip }),
  ...(row.resource_id === null ? {} : { resource_id: row.resource_id }),
  ...(row.revision === null ? {} : { revision: Number(row.revision) }),
  ...(row.before === null ? {} : { before: row.before }),
  ...(row.after === null ? {} : { after: row.after }),
});
