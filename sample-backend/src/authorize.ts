import type { Data, UserRole } from './data.ts';
import { type Exchange, parseJson, Refusal, readBody, sendJson } from './exchange.ts';
import { isFromGateway } from './signature.ts';

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
 * @param secret of the callout (`AEGIS_AUTHORIZE_SECRET`). Without it everybody is believed to be the gateway: for trying
 * things out, never for more.
 */
export async function authorize(
  { request, response }: Exchange,
  data: Data,
  secret: string | undefined,
): Promise<void> {
  const body = await readBody(request);
  const signature = request.headers['aegis-signature'];
  if (secret !== undefined && !isFromGateway(secret, String(signature), body)) {
    throw new Refusal(401, 'This question is not signed by the gateway, or it is old.');
  }
  const { tenant_id, user_id, resource, action } = parseJson(body);
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
