import type { AuthorizationCheck, Demand } from '@aegis/contracts';
import type { Facts, Question } from './facts.ts';
import { type Reached, reachedFrom, reasonsOf, reasonsOfRoles } from './role-tree.ts';
import { verdictOf } from './verdict.ts';

export type Rights = Pick<AuthorizationCheck, 'verdict' | 'reasons' | 'roles'>;

/** Where nothing is demanded, everything is allowed. */
export function rightsOf(question: Question, facts: Facts, demand: Demand | undefined): Rights {
  const granted = facts.granted.flatMap((id) => reachedFrom(facts.roles, id));
  const ofToken = tokenRoles(question, facts);
  const roles = [...new Set([...granted, ...ofToken].map(({ role }) => role.name))];
  if (!demand) return { verdict: 'allowed', reasons: [], roles };
  const { token_scopes, token_roles, key_scopes: keyScopes } = question;
  const reasons = [
    ...reasonsOf('key_scopes', keyScopes ?? [], demand),
    ...reasonsOf('token_scopes', token_scopes, demand),
    ...reasonsOfRoles('granted_role', granted, demand),
    ...reasonsOfRoles('token_role', ofToken, demand),
  ];
  const token = question.user !== undefined || token_scopes.length > 0 || token_roles.length > 0;
  return { verdict: verdictOf({ demand, keyScopes, token, reasons }), reasons, roles };
}

function tokenRoles({ token_roles }: Question, { settings, roles }: Facts): Reached[] {
  if (!settings.authorization.trust_token_roles) return [];
  return [...roles.values()]
    .filter(({ name }) => token_roles.includes(name))
    .flatMap(({ id }) => reachedFrom(roles, id));
}
