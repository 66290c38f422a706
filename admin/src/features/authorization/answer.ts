import { type AuthorizationCheck, demandOf, patternsSay, type RouteAuthorization } from '@aegis/contracts';
import type { Facts, Question } from './facts.ts';
import { type Match, matchingRoute } from './matching-route.ts';
import { type Rights, rightsOf } from './rights.ts';
import { tenantRefusal } from './verdict.ts';

type Refusal = AuthorizationCheck['refusal'];

/** What is asked, taken apart: a permission alone is what a route would demand that goes by grants. */
interface Asked {
  authorize: RouteAuthorization;
  demand: ReturnType<typeof demandOf> | undefined;
  route?: AuthorizationCheck['route'];
}

export function answerOf(question: Question, facts: Facts): AuthorizationCheck {
  const { path, method, permission } = question;
  if (path === undefined) {
    const demand = permission === undefined ? undefined : demandOf(permission);
    return answer(question, facts, { authorize: 'grants', demand });
  }
  const match = matchingRoute(facts.routes, method, path);
  if (match) return answer(question, facts, askedBy(match));
  return { ...answer(question, facts, { authorize: 'off', demand: undefined }), refusal: 'no_route' };
}

function askedBy({ route: { name, settings }, params }: Match): Asked {
  // A route that was made before there were modes goes by grants.
  const { permission, authorize = 'grants' } = settings;
  const demanded = permission !== undefined && authorize !== 'off';
  return {
    authorize,
    demand: demanded ? demandOf(permission, params) : undefined,
    route: { name, authorize, ...(permission !== undefined && { permission }) },
  };
}

function answer(question: Question, facts: Facts, asked: Asked): AuthorizationCheck {
  const rights = rightsOf(question, facts, asked.demand);
  const tenant = tenantOf(question, facts);
  const asks = asksBackend(question, asked, rights);
  const refusal =
    tenantRefusal({ settings: facts.settings.tenancy, tenant }) ?? refusalOf(asked, rights, asks, facts);
  return {
    ...rights,
    ...(refusal && { refusal }),
    ...(asked.route && { route: asked.route }),
    asks_backend: asks && facts.callout,
    ...(tenant && { tenant }),
  };
}

/** What a key's scopes do not let through, no backend can lift. */
function asksBackend({ key_scopes }: Question, { authorize, demand }: Asked, { verdict }: Rights): boolean {
  if (!demand) return false;
  const capped = key_scopes !== undefined && patternsSay(key_scopes, demand) !== true;
  if (authorize === 'callout') return !capped;
  return authorize === 'grants_then_callout' && verdict === 'open';
}

/** As `lua/aegis/request/authorize.lua`: without a callout, what the grants leave open is denied. */
function refusalOf(
  { authorize, demand }: Asked,
  { verdict }: Rights,
  asks: boolean,
  { callout }: Facts,
): Refusal {
  if (!demand || (asks && callout)) return undefined;
  if (asks && authorize === 'callout') return 'authorize_unavailable';
  return verdict === 'allowed' && authorize !== 'callout' ? undefined : 'permission_denied';
}

function tenantOf({ tenant: id }: Question, { tenant }: Facts): AuthorizationCheck['tenant'] {
  if (id === undefined) return undefined;
  if (!tenant) return { known: false };
  return { known: true, status: tenant.status, ...(tenant.tier !== null && { tier: tenant.tier }) };
}
