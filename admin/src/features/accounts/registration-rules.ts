import type { Env } from '../../platform/env/env.ts';
import { Problem } from '../../platform/http/problem.ts';

type Rules = Pick<Env, 'AEGIS_REGISTRATION' | 'AEGIS_REGISTRATION_DOMAINS'>;

/** An invitation opens every mode: who mailed it answers for it. @throws Problem */
export function assertMayRegister(
  rules: Rules,
  input: { email: string; invitation?: string | undefined },
): void {
  if (input.invitation !== undefined) return;
  if (rules.AEGIS_REGISTRATION === 'closed' || rules.AEGIS_REGISTRATION === 'invite') {
    throw new Problem('registration_closed');
  }
  const domains = rules.AEGIS_REGISTRATION_DOMAINS;
  const domain = input.email.slice(input.email.lastIndexOf('@') + 1);
  if (domains.length > 0 && !domains.some((allowed) => allowed.toLowerCase() === domain)) {
    throw Problem.invalid('/email', `must be an address of ${domains.join(', ')}`);
  }
}

/** What a company becomes when its owner has confirmed the address. */
export function statusAfterVerification(rules: Rules, invited: boolean): 'active' | 'pending' {
  return rules.AEGIS_REGISTRATION === 'approval' && !invited ? 'pending' : 'active';
}
