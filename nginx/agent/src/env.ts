import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { gatewayKeys, MIN_SECRET_LENGTH, pinnedKeys, splitSecret } from '@aegis/contracts/node';
import { z } from 'zod';
import { withSecretFiles } from './secret-files.ts';

/** The one reader of `process.env`. An empty value is the same as none. */
const text = z.string().trim().min(1);
const words = text.transform((list) => list.split(/[\s,]+/).filter((word) => word !== ''));
const redisUrl = z.url({ protocol: /^rediss?$/ });

const gatewaySecret = text.refine(
  (value) => splitSecret(value).every((part) => part.length >= MIN_SECRET_LENGTH),
  `needs at least ${MIN_SECRET_LENGTH} characters; \`npm run setup\` makes one`,
);

const pinned = text.refine((value) => {
  try {
    return pinnedKeys(value).length > 0;
  } catch {
    return false;
  }
}, 'not a public key of 32 bytes in base64url');

const secretNames = [
  'AEGIS_GATEWAY_SECRET',
  'REDIS_URL',
  'AEGIS_REDIS_CONFIG_URL',
  'AEGIS_REDIS_STATE_URL',
  'AEGIS_OTLP_HEADERS',
];

const headerPair = /^\s*([\w-]+)\s*=\s*((?:[\x21-\x24\x26-\x2b\x2d-\x7e]|%[0-7][0-9A-Fa-f])*)\s*$/;

/** `name=value` pairs with commas, values percent-encoded, as OpenTelemetry writes them. */
const headerPairs = text
  .transform((list) => list.split(','))
  .refine((pairs) => pairs.every((pair) => headerPair.test(pair)), 'not name=value pairs with commas')
  .transform((pairs) =>
    Object.fromEntries(
      pairs.map((pair) => {
        const [, name = '', value = ''] = headerPair.exec(pair) ?? [];
        return [name, decodeURIComponent(value)];
      }),
    ),
  );

const repository = resolve(import.meta.dirname, '../../..');

const Environment = z
  .object({
    AEGIS_GATEWAY_NAME: text.max(100).default(hostname()),
    /** Kept over restarts: last good nginx.conf, used documents, default certificate, the gateway's id. */
    AEGIS_GATEWAY_DIR: text.default('/var/lib/aegis-gateway').transform((path) => resolve(path)),
    AEGIS_GATEWAY_SECRET: gatewaySecret,
    AEGIS_SIGNING_PUBLIC_KEY: pinned,
    REDIS_URL: redisUrl.optional(),
    AEGIS_REDIS_CONFIG_URL: redisUrl.optional(),
    AEGIS_REDIS_STATE_URL: redisUrl.optional(),
    AEGIS_GATEWAY_LISTEN: words.prefault('*:8000'),
    AEGIS_GATEWAY_LISTEN_TLS: words.prefault('*:8443'),
    AEGIS_GATEWAY_LISTEN_STATUS: words.prefault('127.0.0.1:8001'),
    /** Folder that holds the Lua package `aegis`. */
    AEGIS_LUA_DIR: text.default(`${repository}/lua`).transform((path) => resolve(path)),
    /** nginx or OpenResty. Absent: found on PATH, OpenResty first. */
    AEGIS_NGINX: text.optional(),
    /** DNS servers. Absent: those of /etc/resolv.conf. */
    AEGIS_RESOLVERS: words.optional(),
    /** PEM bundle for upstreams and Redis. Absent: the system's. */
    AEGIS_CA_FILE: text.optional(),
    AEGIS_ACCESS_LOG: text.default('/dev/stdout'),
    /** nginx's own messages: a file, or `stderr`. */
    AEGIS_ERROR_LOG: text.default('stderr'),
    /** OTLP/HTTP collector that spans are sent to, without `/v1/traces`. Absent: no spans. */
    AEGIS_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    AEGIS_OTLP_HEADERS: headerPairs.optional(),
    AEGIS_GATEWAY_STOP_SECONDS: z.coerce.number().int().min(0).max(3_600).default(30),
  })
  .refine((env) => env.AEGIS_REDIS_CONFIG_URL ?? env.REDIS_URL, {
    path: ['AEGIS_REDIS_CONFIG_URL'],
    message: 'set this or REDIS_URL',
  })
  .refine((env) => env.AEGIS_REDIS_STATE_URL ?? env.REDIS_URL, {
    path: ['AEGIS_REDIS_STATE_URL'],
    message: 'set this or REDIS_URL',
  });

export type Env = ReturnType<typeof readEnv>;

/** @throws Error that lists every mistake with the name of its variable, and never a value. */
export function readEnv(source: NodeJS.ProcessEnv) {
  const values = withSecretFiles(source, secretNames);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value?.trim()));
  const result = Environment.safeParse(given);
  if (!result.success) {
    const mistakes = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The gateway cannot start with this environment:\n  ${mistakes.join('\n  ')}`);
  }
  const env = result.data;
  return {
    name: env.AEGIS_GATEWAY_NAME,
    directory: env.AEGIS_GATEWAY_DIR,
    keys: gatewayKeys(env.AEGIS_GATEWAY_SECRET),
    pinned: env.AEGIS_SIGNING_PUBLIC_KEY,
    redisConfigUrl: env.AEGIS_REDIS_CONFIG_URL ?? env.REDIS_URL ?? '',
    redisStateUrl: env.AEGIS_REDIS_STATE_URL ?? env.REDIS_URL ?? '',
    listen: {
      http: env.AEGIS_GATEWAY_LISTEN,
      tls: env.AEGIS_GATEWAY_LISTEN_TLS,
      status: env.AEGIS_GATEWAY_LISTEN_STATUS,
    },
    luaDirectory: env.AEGIS_LUA_DIR,
    nginx: env.AEGIS_NGINX,
    resolvers: env.AEGIS_RESOLVERS,
    caFile: env.AEGIS_CA_FILE,
    accessLog: env.AEGIS_ACCESS_LOG,
    errorLog: env.AEGIS_ERROR_LOG,
    collector:
      env.AEGIS_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: env.AEGIS_OTLP_ENDPOINT, headers: env.AEGIS_OTLP_HEADERS ?? {} },
    stopMs: env.AEGIS_GATEWAY_STOP_SECONDS * 1_000,
  };
}
