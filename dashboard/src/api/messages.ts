import { config } from 'zod';

/** The schemas' own words are for developers; these are for people in front of a form. */
export function messageOf(issue: {
  code?: string | undefined;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  format?: unknown;
  input?: unknown;
}): string | undefined {
  if (issue.input === undefined || issue.input === '' || Number.isNaN(issue.input)) return 'Fill this in.';
  if (issue.code === 'too_small') return sizeMessage('At least', issue.origin, issue.minimum);
  if (issue.code === 'too_big') return sizeMessage('At most', issue.origin, issue.maximum);
  if (issue.code === 'invalid_format') return formatMessages[String(issue.format)];
  return undefined;
}

const formatMessages: Record<string, string> = {
  email: 'This is not an e-mail address.',
  url: 'This is not an address; it starts with http:// or https://.',
  hostname: 'This is not a host name.',
  datetime: 'This is not a moment in time.',
  ipv4: 'This is neither an address nor a range.',
  ipv6: 'This is neither an address nor a range.',
  cidrv4: 'This is neither an address nor a range.',
  cidrv6: 'This is neither an address nor a range.',
};

function sizeMessage(words: string, origin: unknown, bound: unknown): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `${words} ${String(bound)}${unit}.`;
}

/** Also switches off zod's code generation, which the content security policy refuses. */
export function setUpSchemas(): void {
  config({ jitless: true, customError: (issue) => messageOf(issue) });
}
