import { AppSettings, type checkAuthorization, type TenantStatus } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import type { RouteRow } from './matching-route.ts';
import type { RoleNode } from './role-tree.ts';

export type Question = Call<typeof checkAuthorization>['body'];

export interface Facts {
  settings: AppSettings;
  roles: Map<string, RoleNode>;
  /** Absent: nobody made it. */
  tenant: { status: TenantStatus; tier: string | null } | undefined;
  /** Ids of the roles that the user was granted. */
  granted: string[];
  routes: RouteRow[];
  /** Whether the environment has a backend to ask. */
  callout: boolean;
}

/** Everything that a decision about this caller rests on. */
export async function readFacts(
  tx: Tx,
  appId: string,
  { tenant: tenantId, user: userId, environment }: Question,
): Promise<Facts> {
  const [app] = await tx.query<[{ settings: unknown }]>('SELECT settings FROM apps WHERE id = $1', [appId]);
  const roles = await tx.query<RoleNode[]>(
    'SELECT id, name, permissions, inherit_ids FROM roles WHERE app_id = $1',
    [appId],
  );
  const [tenant] = await tx.query<{ status: TenantStatus; tier: string | null }[]>(
    `SELECT n.status, (SELECT t.name FROM tenant_tiers t
       WHERE t.id = n.tier_id OR (n.tier_id IS NULL AND t.app_id = n.app_id AND t.is_default)) AS tier
     FROM tenants n WHERE n.app_id = $1 AND n.external_id = $2`,
    [appId, tenantId],
  );
  const grants = await tx.query<{ role_id: string }[]>(
    `SELECT g.role_id FROM grants g JOIN tenant_users u ON u.id = g.user_id JOIN tenants t ON t.id = u.tenant_id
     WHERE t.app_id = $1 AND t.external_id = $2 AND u.external_id = $3 ORDER BY g.granted_at, g.id`,
    [appId, tenantId, userId],
  );
  const routes = await tx.query<RouteRow[]>('SELECT name, path, settings FROM routes WHERE app_id = $1', [
    appId,
  ]);
  const callouts = await tx.query<unknown[]>(
    'SELECT 1 FROM authorize_callouts WHERE app_id = $1 AND environment = $2',
    [appId, environment],
  );
  return {
    routes,
    callout: callouts.length > 0,
    settings: AppSettings.parse(app.settings),
    roles: new Map(roles.map((role) => [role.id, role])),
    tenant,
    granted: grants.map(({ role_id }) => role_id),
  };
}
