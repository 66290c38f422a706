import { analyticsOperations } from './analytics.ts';
import { appPluginOperations } from './app-plugins.ts';
import { appOperations } from './apps.ts';
import { authorizeOperations } from './authorize.ts';
import { certificateOrderOperations } from './certificate-orders.ts';
import { certificateOperations } from './certificates.ts';
import { customerOperations } from './customers.ts';
import { identityOperations } from './identity.ts';
import { jwtIssuerOperations } from './jwt-issuers.ts';
import { keyOperations } from './keys.ts';
import { limitOperations } from './limits.ts';
import { operatorPluginOperations } from './operator-plugins.ts';
import { platformOperations } from './platform.ts';
import { quotaOperations } from './quotas.ts';
import { roleOperations } from './roles.ts';
import { routeOperations } from './routes.ts';
import { tenancyOperations } from './tenancy.ts';
import { traceOperations } from './traces.ts';
import { upstreamOperations } from './upstreams.ts';

export * from './analytics.ts';
export { Reference } from './app-part.ts';
export * from './app-plugins.ts';
export * from './apps.ts';
export * from './authorize.ts';
export * from './certificate-orders.ts';
export * from './certificates.ts';
export * from './customers.ts';
export * from './identity.ts';
export * from './jwt-issuers.ts';
export * from './keys.ts';
export * from './limits.ts';
export * from './operator-plugins.ts';
export * from './platform.ts';
export * from './quotas.ts';
export * from './roles.ts';
export * from './routes.ts';
export * from './tenancy.ts';
export * from './traces.ts';
export * from './upstreams.ts';

/** Every operation of the admin API. The server refuses to start when one has no handler. */
export const operations = {
  ...identityOperations,
  ...customerOperations,
  ...appOperations,
  ...upstreamOperations,
  ...routeOperations,
  ...limitOperations,
  ...appPluginOperations,
  ...quotaOperations,
  ...jwtIssuerOperations,
  ...tenancyOperations,
  ...roleOperations,
  ...authorizeOperations,
  ...certificateOperations,
  ...certificateOrderOperations,
  ...keyOperations,
  ...operatorPluginOperations,
  ...platformOperations,
  ...analyticsOperations,
  ...traceOperations,
};
