import { z } from 'zod';
import { Refusal } from '../gateway-reports.ts';
import { NginxSettings } from '../nginx-settings.ts';
import {
  customerAccess,
  Id,
  idParams,
  Liveness,
  Moment,
  operation,
  operatorAccess,
  page,
  pageQuery,
} from '../operation.ts';
import { PluginSettings } from './app-plugins.ts';

/** Gateways, revisions, platform config, audit, mail and notifications. */

export const Gateway = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['up', 'gone']),
  version: z.string(),
  nginx_version: z.string().optional(),
  lua_version: z.string().optional(),
  openresty_version: z.string().optional(),
  openssl_version: z.string().optional(),
  revision: z.int(),
  /** Revisions behind the newest published one. */
  behind: z.int(),
  workers: z.int(),
  documents: z.int(),
  memory_bytes: z.int(),
  connections: z.int(),
  requests: z.int(),
  refusals: z.array(Refusal),
  nginx: z
    .strictObject({
      revision: z.int(),
      state: z.enum(['live', 'refused', 'starting']),
      refused_revision: z.int().optional(),
      reason: z.string().optional(),
      reloaded_at: Moment.optional(),
    })
    .optional(),
  last_seen_at: Moment,
});
export type Gateway = z.infer<typeof Gateway>;

export const listGateways = operation({
  id: 'gateways.list',
  method: 'GET',
  path: '/operator/gateways',
  summary: 'Gateways with what each serves and refuses',
  access: operatorAccess('gateways', 'read'),
  response: z.strictObject({ newest_revision: z.int(), items: z.array(Gateway) }),
});
/** Absent: it is away, or not what its name says. */
export const PlatformVersions = z.strictObject({
  postgresql: z.string().optional(),
  redis_config: z.string().optional(),
  redis_state: z.string().optional(),
});
export type PlatformVersions = z.infer<typeof PlatformVersions>;
export const getPlatformVersions = operation({
  id: 'gateways.versions',
  method: 'GET',
  path: '/operator/versions',
  summary: 'Versions of the servers that the platform stands on',
  access: operatorAccess('gateways', 'read'),
  response: PlatformVersions,
});
export const reloadGateways = operation({
  id: 'gateways.reload',
  method: 'POST',
  path: '/operator/gateways/reload',
  summary: 'Publish every document again; gateways check what they hold',
  access: operatorAccess('gateways', 'write'),
  response: z.strictObject({ revision: z.int() }),
  status: 202,
});

export const Revision = z.strictObject({
  revision: z.int(),
  created_at: Moment,
  summary: z.string(),
  actor: z.string(),
  liveness: Liveness,
});
export type Revision = z.infer<typeof Revision>;
export const getRevision = operation({
  id: 'revisions.get',
  method: 'GET',
  path: '/revisions/:revision',
  summary: 'Where a change of this company stands on its way to the gateways',
  access: customerAccess('revisions', 'read'),
  params: z.strictObject({ revision: z.coerce.number().int().positive() }),
  response: Revision,
});
export const listRevisions = operation({
  id: 'revisions.list',
  method: 'GET',
  path: '/revisions',
  summary: 'Changes of the company, newest first',
  access: customerAccess('revisions', 'read'),
  query: pageQuery(['revision']),
  response: page(Revision),
});
export const getPlatformRevision = operation({
  id: 'revisions.get_as_operator',
  method: 'GET',
  path: '/operator/revisions/:revision',
  summary: 'Where any change stands on its way to the gateways',
  access: operatorAccess('revisions', 'read'),
  params: z.strictObject({ revision: z.coerce.number().int().positive() }),
  response: Revision,
});

export const PlatformConfig = z.strictObject({
  nginx: NginxSettings,
  plugins: PluginSettings,
  /** Requests of any one app that each gateway works on at once. Absent: no bound. */
  app_max_in_flight: z.int().min(1).max(1_000_000).optional(),
});
export type PlatformConfig = z.infer<typeof PlatformConfig>;
export const getConfig = operation({
  id: 'config.get',
  method: 'GET',
  path: '/operator/config',
  summary: 'Platform settings with the nginx.conf that they make',
  access: operatorAccess('config', 'read'),
  response: z.strictObject({ config: PlatformConfig, nginx_conf: z.string(), liveness: Liveness }),
  versioned: true,
});
export const replaceConfig = operation({
  id: 'config.replace',
  method: 'PUT',
  path: '/operator/config',
  summary: 'Change platform settings; gateways test them before they serve them',
  access: operatorAccess('config', 'write'),
  body: z.strictObject({ config: PlatformConfig }),
  response: z.strictObject({ config: PlatformConfig, nginx_conf: z.string(), liveness: Liveness }),
  versioned: true,
  errors: ['configuration_refused'],
});

export const AuditEntry = z.strictObject({
  id: Id,
  at: Moment,
  actor: z.string(),
  ip: z.string().optional(),
  action: z.string(),
  resource: z.string(),
  resource_id: z.string().optional(),
  revision: z.int().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
const auditQuery = pageQuery(['at']).extend({
  resource: z.string().max(60).optional(),
  resource_id: z.string().max(100).optional(),
});
export const listAudit = operation({
  id: 'audit.list',
  method: 'GET',
  path: '/audit',
  summary: 'Who changed what in the company',
  access: customerAccess('audit', 'read'),
  query: auditQuery,
  response: page(AuditEntry),
});
export const listPlatformAudit = operation({
  id: 'audit.list_as_operator',
  method: 'GET',
  path: '/operator/audit',
  summary: 'Who changed what on the platform',
  access: operatorAccess('audit', 'read'),
  query: auditQuery,
  response: page(AuditEntry),
});
export const verifyAudit = operation({
  id: 'audit.verify',
  method: 'GET',
  path: '/operator/audit/verify',
  summary: 'Check the chain of the audit log',
  access: operatorAccess('audit', 'read'),
  response: z.strictObject({ intact: z.boolean(), entries: z.int(), broken_at: Id.optional() }),
});

export const Mail = z.strictObject({
  id: Id,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  state: z.enum(['queued', 'sent', 'kept', 'failed']),
  attempts: z.int(),
  error: z.string().optional(),
  created_at: Moment,
});
export type Mail = z.infer<typeof Mail>;
export const listMail = operation({
  id: 'mail.list',
  method: 'GET',
  path: '/operator/mail',
  summary: 'The mail outbox',
  access: operatorAccess('mail', 'read'),
  query: pageQuery(['created_at']),
  response: page(Mail),
});
export const retryMail = operation({
  id: 'mail.retry',
  method: 'POST',
  path: '/operator/mail/:id/retry',
  summary: 'Send a failed mail again',
  access: operatorAccess('mail', 'write'),
  params: idParams,
  response: Mail,
  errors: ['conflict'],
});

export const NotificationKind = z.enum([
  'member_joined',
  'key_created',
  'key_expiring',
  'certificate_expiring',
  'certificate_failed',
  'revision_refused',
  'quota_reached',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;
export const NotificationSettings = z.strictObject({
  email: z.partialRecord(NotificationKind, z.boolean()),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;
export const getNotificationSettings = operation({
  id: 'notifications.get',
  method: 'GET',
  path: '/settings/notifications',
  summary: 'Which mails the signed-in member wants from this company',
  access: customerAccess('notifications', 'read'),
  response: NotificationSettings,
});
export const replaceNotificationSettings = operation({
  id: 'notifications.replace',
  method: 'PUT',
  path: '/settings/notifications',
  summary: 'Choose the mails',
  access: customerAccess('notifications', 'write'),
  body: NotificationSettings,
  response: NotificationSettings,
});

export const platformOperations = {
  listGateways,
  getPlatformVersions,
  reloadGateways,
  getRevision,
  listRevisions,
  getPlatformRevision,
  getConfig,
  replaceConfig,
  listAudit,
  listPlatformAudit,
  verifyAudit,
  listMail,
  retryMail,
  getNotificationSettings,
  replaceNotificationSettings,
};
