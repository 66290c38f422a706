/** Field names whose values never reach the audit log. */
const secretName = /password|secret|token|hash|private|credential|authorization|cookie/i;
const MASK = '***';

/** A copy fit for the audit log: secrets masked, moments as text, nothing undefined. */
export function masked(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, secretName.test(name) && part !== null ? MASK : masked(part)]),
  );
}

/** JSON with sorted keys: the same text before and after a way through jsonb. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
