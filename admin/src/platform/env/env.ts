import { RegistrationMode } from '@aegis/contracts';
import { MIN_SECRET_LENGTH, splitSecret } from '@aegis/contracts/node';
import { z } from 'zod';
import { looksLikePlaceholder, readSecretFiles } from './secrets.ts';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** One or two secrets, "current,previous". */
const secret = z.string().superRefine((text, context) => {
  const parts = splitSecret(text);
  if (parts.length < 1 || parts.length > 2) {
    context.addIssue({ code: 'custom', message: 'give one secret, or "current,previous"' });
  }
  for (const part of parts) {
    if (part.length < MIN_SECRET_LENGTH) {
      context.addIssue({ code: 'custom', message: `needs at least ${MIN_SECRET_LENGTH} characters` });
    } else if (looksLikePlaceholder(part)) {
      context.addIssue({
        code: 'custom',
        message: 'is a placeholder; run `npm run setup` to make a real one',
      });
    }
  }
});

const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be a ${protocols[0]}:// address`,
  });
const flag = z.enum(['local', '']).transform((text) => text === 'local');

const schema = z.object({
  /** Owner of the database: migrates, and names host, port and database for the service's own roles. */
  DATABASE_URL: url('postgres', 'postgresql'),
  REDIS_URL: url('redis', 'rediss').optional(),
  AEGIS_REDIS_CONFIG_URL: url('redis', 'rediss'),
  AEGIS_REDIS_STATE_URL: url('redis', 'rediss'),
  AEGIS_SECRET: secret,
  AEGIS_GATEWAY_SECRET: secret,
  AEGIS_MODE: z.enum(['production', 'development', 'test']).default('production'),
  AEGIS_BASE_DOMAIN: z.string().min(1).max(200).toLowerCase().default('localhost'),
  /** Origin of the dashboard: mailed links point there, and cookies are Secure when it is https. */
  AEGIS_PUBLIC_URL: url('http', 'https').default('http://localhost:5173'),
  /** How clients reach gateways; the host is replaced by the app's own. */
  AEGIS_GATEWAY_URL: url('http', 'https').default('http://localhost:8000'),
  /** How this service itself reaches a gateway, to try an app through it. */
  AEGIS_GATEWAY_INTERNAL_URL: url('http', 'https').default('http://127.0.0.1:8000'),
  AEGIS_DOCS_URL: url('http', 'https').default(
    'https://github.com/kanutocd/aegis/blob/main/docs/troubleshooting.md',
  ),
  /** Private ranges that customers' upstreams may have all the same. */
  AEGIS_UPSTREAM_ALLOW: list
    .pipe(z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], 'must be CIDR ranges or addresses')))
    .default([]),
  /** Certificate authority that certificates are ordered from (RFC 8555). Naming one agrees to its terms of service. */
  AEGIS_ACME_DIRECTORY_URL: url('https').optional(),
  /** Where the authority writes to about certificates and its terms. */
  AEGIS_ACME_EMAIL: z.email('must be an e-mail address').optional(),
  /** Account that the authority wants ours to belong to (external account binding); the key in base64url. */
  AEGIS_ACME_EAB_KID: z.string().max(500).optional(),
  AEGIS_ACME_EAB_KEY: z
    .string()
    .regex(/^[\w-]{16,}=*$/, 'must be base64url')
    .optional(),
  /** PEM: who signed the certificate that a private authority itself shows, when no public one did. */
  AEGIS_ACME_ROOTS: z
    .string()
    .includes('-----BEGIN CERTIFICATE-----', 'must be certificates in PEM')
    .optional(),
  AEGIS_REGISTRATION: RegistrationMode.default('invite'),
  AEGIS_REGISTRATION_DOMAINS: list.default([]),
  AEGIS_TERMS_URL: url('http', 'https').optional(),
  AEGIS_ADMIN_HOST: z.string().default('127.0.0.1'),
  AEGIS_ADMIN_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  /** Proxies whose X-Forwarded-For is believed. */
  AEGIS_TRUSTED_PROXIES: list.default(['loopback', 'linklocal', 'uniquelocal']),
  AEGIS_SMTP_URL: url('smtp', 'smtps').optional(),
  AEGIS_MAIL_FROM: z.string().max(300).default('Aegis <aegis@localhost>'),
  AEGIS_MAILBOX: flag.default(false),
  AEGIS_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  AEGIS_DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
});
export type Env = z.output<typeof schema>;

/** Dependency-injection token of the environment. */
export const ENV = Symbol('env');

const fileNames = [
  'DATABASE_URL',
  'REDIS_URL',
  'AEGIS_SECRET',
  'AEGIS_GATEWAY_SECRET',
  'AEGIS_SMTP_URL',
  'AEGIS_ACME_EAB_KEY',
  'AEGIS_ACME_ROOTS',
];

/** Every mistake in the environment at once, one line each, names only and never a secret's value. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  constructor(readonly mistakes: readonly string[]) {
    super(`The environment is not valid:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
  }
}

function crossChecks(env: Env): string[] {
  const mistakes: string[] = [];
  if (env.AEGIS_MAILBOX && env.AEGIS_MODE === 'production') {
    mistakes.push('AEGIS_MAILBOX: shows every mail to everybody; only with AEGIS_MODE=development');
  }
  if (splitSecret(env.AEGIS_SECRET).some((part) => splitSecret(env.AEGIS_GATEWAY_SECRET).includes(part))) {
    mistakes.push('AEGIS_GATEWAY_SECRET: must differ from AEGIS_SECRET, because gateways know it');
  }
  if ((env.AEGIS_ACME_EAB_KID === undefined) !== (env.AEGIS_ACME_EAB_KEY === undefined)) {
    mistakes.push('AEGIS_ACME_EAB_KID: and AEGIS_ACME_EAB_KEY belong together; set both or none');
  }
  return mistakes;
}

/** Reads and checks the environment; the only place that does. @throws EnvError */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const { values, mistakes } = readSecretFiles(source, fileNames);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  given.AEGIS_SECRET ??= given.JWT_SECRET;
  given.AEGIS_REDIS_CONFIG_URL ??= given.REDIS_URL;
  given.AEGIS_REDIS_STATE_URL ??= given.REDIS_URL;
  const result = schema.safeParse(given);
  if (!result.success) {
    const found = result.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `${name}: ${given[name] === undefined ? 'is missing' : issue.message}`;
    });
    throw new EnvError([...mistakes, ...new Set(found)]);
  }
  const all = [...mistakes, ...crossChecks(result.data)];
  if (all.length > 0) throw new EnvError(all);
  return result.data;
}
