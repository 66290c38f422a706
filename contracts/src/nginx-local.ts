import { z } from 'zod';

/**
 * The files that `nginx.conf` includes from the folder `local/` beside it: everything that depends on the machine,
 * so that the rendered `nginx.conf` is one text for every gateway. The agent, the tests and the admin's `nginx -t`
 * write them with this one function.
 */

/** Nothing that could end a quoted nginx or Lua string, start a variable, or break a line. */
const path = z.string().regex(/^\/[^\p{Cc}"'\\${};#]*$/u, 'not a plain absolute path');
const listenAddress = z
  .string()
  .regex(/^(\*|localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\]):\d{1,5}$/, 'not <address>:<port>');
const userName = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'not a user or group name');
const resolverAddress = z.string().regex(/^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\])(:\d{1,5})?$/);

export const NginxLocal = z.strictObject({
  /** `nginx -v`, as in `1.22.1`. */
  nginx_version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Shared objects to load, in order (NDK before Lua). Empty on OpenResty, which has them built in. */
  modules: z.array(path),
  /** Folder that holds `aegis/`. */
  lua_path: path,
  /** `gateway.json`, see `GatewaySettings`. */
  settings_file: path,
  /** Folder for pid, sockets and temporary files; must exist. */
  run_dir: path,
  /** `stderr` or a file. */
  error_log: z.union([z.literal('stderr'), path]),
  access_log: path,
  /** Stay in the foreground, as a supervised process does. */
  foreground: z.boolean(),
  /** Whom workers become when the master runs as root. */
  user: z.strictObject({ name: userName, group: userName }).optional(),
  max_open_files: z.int().positive().optional(),
  /** DNS servers for the names of Redis. */
  resolvers: z.array(resolverAddress),
  /** PEM bundle of the authorities that upstreams and Redis are verified against. */
  ca_file: path,
  listen: z.strictObject({
    http: z.array(listenAddress).min(1),
    tls: z.array(listenAddress),
    status: z.array(listenAddress).min(1),
    /** Unix socket of the endpoints that only the agent calls. */
    internal_socket: path,
  }),
  /** The certificate for names without their own; needed when `listen.tls` is not empty. */
  default_certificate: z.strictObject({ certificate: path, key: path }).optional(),
});
export type NginxLocal = z.infer<typeof NginxLocal>;

export const localFileNames = [
  'modules.conf',
  'main.conf',
  'http.conf',
  'log.conf',
  'listen_http.conf',
  'listen_tls.conf',
  'listen_tls_http1.conf',
  'listen_status.conf',
  'listen_internal.conf',
] as const;
export type LocalFileName = (typeof localFileNames)[number];

const lines = (parts: (string | false | undefined)[]) =>
  parts
    .filter((part) => typeof part === 'string')
    .map((part) => `${part}\n`)
    .join('');

/** Since 1.25.1 HTTP/2 is a directive of its own and the word in `listen` only brings a warning. */
function http2IsDirective(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major * 1e6 + minor * 1e3 + patch >= 1_025_001;
}

function listenTls(local: NginxLocal, http2: boolean): string {
  if (local.listen.tls.length === 0) return '';
  if (!local.default_certificate) throw new Error('a TLS listener needs default_certificate');
  const directive = http2IsDirective(local.nginx_version);
  const word = http2 && !directive ? ' http2' : '';
  return lines([
    ...local.listen.tls.map((address) => `listen ${address} ssl${word};`),
    http2 && directive && 'http2 on;',
    `ssl_certificate "${local.default_certificate.certificate}";`,
    `ssl_certificate_key "${local.default_certificate.key}";`,
    // Here and not in nginx.conf: nginx refuses it in a server without a certificate.
    'ssl_certificate_by_lua_block { require("aegis.phases.ssl_certificate")() }',
  ]);
}

function main(local: NginxLocal): string {
  return lines([
    `pid "${local.run_dir}/nginx.pid";`,
    `error_log ${local.error_log === 'stderr' ? 'stderr' : `"${local.error_log}"`} notice;`,
    local.foreground && 'daemon off;',
    local.user && `user ${local.user.name} ${local.user.group};`,
    local.max_open_files !== undefined && `worker_rlimit_nofile ${local.max_open_files};`,
  ]);
}

function http(local: NginxLocal): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return lines([
    `lua_package_path "${local.lua_path}/?.lua;${local.lua_path}/?/init.lua;;";`,
    ...temporary.map((kind) => `${kind}_temp_path "${local.run_dir}/temp/${kind}";`),
    local.resolvers.length > 0 && `resolver ${local.resolvers.join(' ')} valid=30s;`,
    `lua_ssl_trusted_certificate "${local.ca_file}";`,
    `proxy_ssl_trusted_certificate "${local.ca_file}";`,
    `grpc_ssl_trusted_certificate "${local.ca_file}";`,
    `init_by_lua_block { require("aegis.phases.init")("${local.settings_file}") }`,
  ]);
}

/**
 * Text of every local file by name. `<run_dir>/temp` must exist, writable by the workers' user.
 * @throws ZodError when a value could not stand safely in nginx.conf.
 */
export function renderLocalFiles(input: NginxLocal): Record<LocalFileName, string> {
  const local = NginxLocal.parse(input);
  return {
    'modules.conf': lines(local.modules.map((module) => `load_module "${module}";`)),
    'main.conf': main(local),
    'http.conf': http(local),
    'log.conf': lines([`access_log "${local.access_log}" aegis_json buffer=64k flush=1s;`]),
    'listen_http.conf': lines(local.listen.http.map((address) => `listen ${address} backlog=4096;`)),
    // The platform's settings choose between these two; older nginx takes HTTP/2 only in the listener's own line.
    'listen_tls.conf': listenTls(local, true),
    'listen_tls_http1.conf': listenTls(local, false),
    'listen_status.conf': lines(local.listen.status.map((address) => `listen ${address};`)),
    'listen_internal.conf': lines([`listen "unix:${local.listen.internal_socket}";`]),
  };
}
