import { Roles1763700000001 } from './0001-roles.ts';
import { Identity1763700000002 } from './0002-identity.ts';
import { Changes1763700000003 } from './0003-changes.ts';
import { Mail1763700000004 } from './0004-mail.ts';
import { Apps1763700000010 } from './0010-apps.ts';
import { Publishing1763700000011 } from './0011-publishing.ts';
import { Usage1763700000012 } from './0012-usage.ts';
import { KeyNotices1763700000013 } from './0013-key-notices.ts';
import { KeyLists1763700000014 } from './0014-key-lists.ts';
import { JwtIssuers1763700000015 } from './0015-jwt-issuers.ts';
import { Certificates1763700000016 } from './0016-certificates.ts';
import { Tenancy1763700000020 } from './0020-tenancy.ts';
import { ManyTenants1763700000021 } from './0021-many-tenants.ts';
import { Authorize1763700000024 } from './0024-authorize.ts';
import { ClientCertificates1763700000026 } from './0026-client-certificates.ts';
import { Quotas1763700000028 } from './0028-quotas.ts';
import { TierQuotas1763700000029 } from './0029-tier-quotas.ts';
import { Plugins1763700000031 } from './0031-plugins.ts';
import { InstalledPlugins1763700000032 } from './0032-installed-plugins.ts';
import { CertificateOrders1763700000033 } from './0033-certificate-orders.ts';
import { Reloads1763700000034 } from './0034-reloads.ts';
import { DocumentOrder1763700000035 } from './0035-document-order.ts';

export { customerOwned, platformOnly, type Right, roles, walled } from './sql.ts';

/** Every migration, oldest first. Forward only; one file per area. */
export const migrations = [
  Roles1763700000001,
  Identity1763700000002,
  Changes1763700000003,
  Mail1763700000004,
  Apps1763700000010,
  Publishing1763700000011,
  Usage1763700000012,
  KeyNotices1763700000013,
  KeyLists1763700000014,
  JwtIssuers1763700000015,
  Certificates1763700000016,
  Tenancy1763700000020,
  ManyTenants1763700000021,
  Authorize1763700000024,
  ClientCertificates1763700000026,
  Quotas1763700000028,
  TierQuotas1763700000029,
  Plugins1763700000031,
  InstalledPlugins1763700000032,
  CertificateOrders1763700000033,
  Reloads1763700000034,
  DocumentOrder1763700000035,
];
