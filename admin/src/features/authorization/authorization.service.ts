import type { AuthorizationCheck, checkAuthorization } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { seeApp } from '../app-access/index.ts';
import { type Facts, readFacts } from './facts.ts';
import { type Reached, reachedFrom, reasonsOf, reasonsOfRoles } from './role-tree.ts';
import { tenantRefusal, verdictOf } from './verdict.ts';

type Question = Call<typeof checkAuthorization>['body'];

/** Answers what a caller may do, with what decides. */
@Injectable()
export class AuthorizationService {
  constructor(private readonly db: Database) {}

  async check({ ctx, params, body }: Call<typeof checkAuthorization>): Promise<AuthorizationCheck> {
    const facts = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return readFacts(tx, params.app_id, body.tenant, body.user);
    });
    return answerOf(body, facts);
  }
}

function answerOf(question: Question, facts: Facts): AuthorizationCheck {
  const { permission, token_scopes, key_scopes: keyScopes } = question;
  const granted = facts.granted.flatMap((id) => reachedFrom(facts.roles, id));
  const ofToken = tokenRoles(question, facts);
  const reasons = [
    ...reasonsOf('key_scopes', keyScopes ?? [], permission),
    ...reasonsOf('token_scopes', token_scopes, permission),
    ...reasonsOfRoles('granted_role', granted, permission),
    ...reasonsOfRoles('token_role', ofToken, permission),
  ];
  const token = question.user !== undefined || token_scopes.length > 0 || question.token_roles.length > 0;
  const verdict = verdictOf({ permission, keyScopes, token, reasons });
  const tenant = tenantOf(question, facts);
  const denied = verdict === 'allowed' ? undefined : ('permission_denied' as const);
  const refusal = tenantRefusal({ settings: facts.settings.tenancy, tenant }) ?? denied;
  return {
    verdict,
    ...(refusal && { refusal }),
    reasons,
    ...(tenant && { tenant }),
    roles: [...new Set([...granted, ...ofToken].map(({ role }) => role.name))],
  };
}

function tokenRoles({ token_roles }: Question, { settings, roles }: Facts): Reached[] {
  if (!settings.authorization.trust_token_roles) return [];
  return [...roles.values()]
    .filter(({ name }) => token_roles.includes(name))
    .flatMap(({ id }) => reachedFrom(roles, id));
}

function tenantOf({ tenant: id }: Question, { tenant }: Facts): AuthorizationCheck['tenant'] {
  if (id === undefined) return undefined;
  if (!tenant) return { known: false };
  return { known: true, status: tenant.status, ...(tenant.tier !== null && { tier: tenant.tier }) };
}
