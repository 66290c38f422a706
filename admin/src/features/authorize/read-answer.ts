import {
  MAX_AUTHORIZE_ANSWER_BYTES,
  MAX_AUTHORIZE_TTL_S,
  PermissionPattern,
  patternsSay,
} from '@aegis/contracts';
import type { BoundedAnswer } from '../../platform/outgoing/bounded-call.ts';

/** What a gateway would make of a backend's answer: the same rules as in `lua/aegis/authorize/answer.lua`. */
export type ReadAnswer =
  | { verdict: 'allowed' | 'denied'; reason?: string; ttl_s: number; permissions?: string[] }
  | { verdict: 'failed'; problem: string };

const failed = (problem: string): ReadAnswer => ({ verdict: 'failed', problem });
const MAX_PERMISSIONS = 1_000;
const MAX_REASON_BYTES = 200;

/** Seconds that `Cache-Control` gives (RFC 9111 5.2.2); undefined where it says nothing. */
export function maxAge(text: string | undefined): number | undefined {
  let age: number | undefined;
  for (const directive of (text ?? '').toLowerCase().split(',')) {
    const [, name, value] = /^\s*([a-z0-9-]+)(?:="?(\d*)"?)?\s*$/.exec(directive) ?? [];
    if (name === 'no-store' || name === 'no-cache') return 0;
    if (name === 'max-age' && value) age = Number(value);
  }
  return age;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isPermissions = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length <= MAX_PERMISSIONS &&
  value.every((text) => PermissionPattern.safeParse(text).success);

function problemOfForm({ status, headers, body, truncated }: BoundedAnswer): string | undefined {
  if (status !== 200) return `it answered ${status}`;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return 'its answer is encoded, which nobody asked for';
  if (truncated || body.length > MAX_AUTHORIZE_ANSWER_BYTES)
    return `its body is larger than ${MAX_AUTHORIZE_ANSWER_BYTES} bytes`;
  return undefined;
}

function reasonOf(reason: unknown): string | undefined {
  if (typeof reason !== 'string' || reason === '') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return reason.slice(0, MAX_REASON_BYTES).replace(/[\x00-\x1f\x7f]/g, ' ');
}

/**
 * @param permission what was asked about
 * @param ttls what the callout's settings give an answer that does not say how long it is good for
 */
export function readAnswer(
  answer: BoundedAnswer,
  permission: string,
  ttls: { allow_ttl_s: number; deny_ttl_s: number },
): ReadAnswer {
  const problem = problemOfForm(answer);
  if (problem !== undefined) return failed(problem);
  const said = parsed(answer.body.toString('utf8'));
  if (!said) return failed('its answer is no JSON object');
  const { allowed, reason, ttl, permissions } = said;
  if (typeof allowed !== 'boolean') return failed('its answer lacks `allowed`, true or false');
  if (ttl !== undefined && ttl !== null && (typeof ttl !== 'number' || ttl < 0))
    return failed('`ttl` is no number of seconds');
  if (permissions !== undefined && permissions !== null && !isPermissions(permissions))
    return failed(`\`permissions\` is no list of at most ${MAX_PERMISSIONS} permissions`);
  const says = permissions ? patternsSay(permissions, permission) : undefined;
  if (says !== undefined && says !== allowed) return failed('its `permissions` say otherwise than `allowed`');
  const usual = allowed ? ttls.allow_ttl_s : ttls.deny_ttl_s;
  const seconds = (ttl as number | null | undefined) ?? maxAge(answer.headers['cache-control']) ?? usual;
  const why = reasonOf(reason);
  return {
    verdict: allowed ? 'allowed' : 'denied',
    ...(why !== undefined && { reason: why }),
    ttl_s: Math.min(MAX_AUTHORIZE_TTL_S, Math.floor(seconds)),
    ...(permissions ? { permissions } : {}),
  };
}
