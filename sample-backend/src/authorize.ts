import type { Data, UserRole } from './data.ts';
import { type Exchange, readJson, sendJson } from './exchange.ts';

/** What each role of a tenant may do: `resource:action`, `*` for every action. */
const grants: Record<UserRole, string[]> = {
  admin: ['orders:*', 'users:read'],
  clerk: ['orders:read', 'orders:write'],
  viewer: ['orders:read'],
};

const ANSWER_IS_GOOD_FOR_SECONDS = 30;

/**
 * `POST /aegis/authorize`: the gateway asks whether a user of a tenant may do something. Answers with all
 * permissions of the user, so that the gateway need not ask again for the next one.
 */
export async function authorize({ request, response }: Exchange, data: Data): Promise<void> {
  const { tenant_id, user_id, resource, action } = await readJson(request);
  const user = data.users.find(({ id, tenant }) => id === user_id && tenant === tenant_id);
  const permissions = user ? grants[user.role] : [];
  const allowed = permissions.includes(`${resource}:${action}`) || permissions.includes(`${resource}:*`);
  sendJson(response, 200, {
    allowed,
    permissions,
    ttl: ANSWER_IS_GOOD_FOR_SECONDS,
    ...(!allowed && { reason: user ? `a ${user.role} may not do this` : 'no such user in this tenant' }),
  });
}
