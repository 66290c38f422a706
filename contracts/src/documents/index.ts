import type { z } from 'zod';
import { AppDocument } from './app.ts';
import { AuthorizeDocument } from './authorize.ts';
import { CertificateDocument } from './certificate.ts';
import { ChallengeDocument } from './challenge.ts';
import { HostsDocument } from './hosts.ts';
import { IssuersDocument } from './issuers.ts';
import { KeyDocument } from './key.ts';
import { NginxDocument, PlatformDocument } from './platform.ts';
import { PluginDocument } from './plugin.ts';
import { RoutesDocument } from './routes.ts';
import { RolesDocument, TenantDocument, UserDocument } from './tenancy.ts';
import { UpstreamsDocument } from './upstreams.ts';

/**
 * The documents that Redis carries from the admin service to the gateways, one schema per kind.
 *
 * Absent means "not set": no field is ever null, because Lua's JSON reader turns null into a value that is
 * neither nil nor false. Durations are whole milliseconds (`_ms`), moments are whole seconds since 1970 (`_at`).
 * What restricts is never expressed by absence: a revoked key and a suspended app are documents too.
 */

export * from './app.ts';
export * from './authorize.ts';
export * from './certificate.ts';
export * from './challenge.ts';
export * from './hosts.ts';
export * from './issuers.ts';
export * from './key.ts';
export * from './limits.ts';
export * from './platform.ts';
export * from './plugin.ts';
export * from './quotas.ts';
export * from './routes.ts';
export * from './sealed.ts';
export * from './stream.ts';
export * from './tenancy.ts';
export * from './upstreams.ts';

export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

export const documentSchemas = {
  hosts: HostsDocument,
  app: AppDocument,
  routes: RoutesDocument,
  upstreams: UpstreamsDocument,
  key: KeyDocument,
  issuers: IssuersDocument,
  tenant: TenantDocument,
  user: UserDocument,
  roles: RolesDocument,
  authorize: AuthorizeDocument,
  certificate: CertificateDocument,
  challenge: ChallengeDocument,
  plugin: PluginDocument,
  platform: PlatformDocument,
  nginx: NginxDocument,
} as const;
export type DocumentKind = keyof typeof documentSchemas;
export type DocumentOf<K extends DocumentKind> = z.infer<(typeof documentSchemas)[K]>;

/** `<kind>:<id>`, the name that operators see and that Redis keys, changes and reports carry. */
export type DocumentName = `${DocumentKind}:${string}`;
