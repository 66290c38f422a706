import { type AuthorizeFailure, type Callout, CalloutBody, PurgeBody, testCallout } from '@aegis/contracts';
import { z } from 'zod';

/** Empty fields are absent: for an existing callout the secret stays, for a new one it is made. */
const filled = <T extends Record<string, unknown>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined));

export const CalloutForm = z
  .object({ ...CalloutBody.shape, secret: z.string() })
  .transform(
    ({ secret, ...settings }): z.input<typeof CalloutBody> => ({ ...settings, ...filled({ secret }) }),
  )
  .pipe(CalloutBody);

export const newCallout: z.input<typeof CalloutForm> = {
  url: '',
  secret: '',
  timeout_ms: 500,
  allow_ttl_s: 60,
  deny_ttl_s: 10,
  on_failure: 'deny',
  max_stale_s: 3_600,
};

export function formOf(callout: Callout): z.input<typeof CalloutForm> {
  const { url, timeout_ms, allow_ttl_s, deny_ttl_s, on_failure, max_stale_s } = callout;
  return { url, timeout_ms, allow_ttl_s, deny_ttl_s, on_failure, max_stale_s, secret: '' };
}

export const failures: Record<AuthorizeFailure, { label: string; says: string }> = {
  deny: { label: 'Refuse', says: 'Closed: 503 until the backend answers again.' },
  stale: { label: 'Last known answer', says: 'To the same question, up to an age; else refuse.' },
  allow: { label: 'Let pass', says: 'Open: whoever gets in may do what the route does.' },
};

export type PurgeOf = 'user' | 'tenant' | 'permission' | 'everything';

export const PurgeForm = z
  .object({
    what: z.enum(['user', 'tenant', 'permission', 'everything']),
    tenant: z.string(),
    user: z.string(),
    permission: z.string(),
  })
  .transform(({ what, tenant, user, permission }): z.input<typeof PurgeBody> => {
    if (what === 'everything') return {};
    if (what === 'permission') return { permission };
    return what === 'tenant' ? { tenant } : { user, ...filled({ tenant }) };
  })
  .pipe(PurgeBody);

/** One field per thing that a question is about; roles separated by commas. */
export const QuestionForm = z
  .object({
    permission: z.string(),
    tenant_id: z.string(),
    user_id: z.string(),
    roles: z.string(),
    method: z.string(),
    path: z.string(),
  })
  .transform(
    ({ roles, ...fields }) =>
      ({ ...filled(fields), roles: wordsOf(roles) }) as z.input<typeof testCallout.body>,
  )
  .pipe(testCallout.body);

const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
