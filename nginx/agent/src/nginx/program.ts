import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The nginx at hand, checked: new enough, with ngx_lua and the Lua libraries that the data plane needs. */
export interface NginxProgram {
  path: string;
  /** As in `1.22.1`. */
  version: string;
  /** ngx_lua, as in `0.10.23`. */
  luaVersion: string;
  /** As in `1.29.2.4`; of OpenResty only. */
  openrestyVersion: string | undefined;
  /** As in `3.0.17`; of OpenSSL only. */
  opensslVersion: string | undefined;
  /** Shared objects to load before anything else; empty where the modules are built in. */
  modules: string[];
}

const MIN_NGINX = '1.22.0';
const MIN_NGX_LUA = 10_023;

/** OpenResty wins: its parts are made for each other. */
const candidates = ['openresty', '/usr/local/openresty/bin/openresty', 'nginx', '/usr/sbin/nginx'];
const moduleFiles = ['ndk_http_module.so', 'ngx_http_lua_module.so'];
const moduleFolders = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/usr/share/nginx/modules'];

/** @throws Error that says what to install. */
export function findNginx(wanted?: string): NginxProgram {
  const path = wanted ?? candidates.map(resolveProgram).find((found) => found !== undefined);
  if (path === undefined) {
    throw new Error(
      'Neither openresty nor nginx was found. Install OpenResty, or nginx with libnginx-mod-http-lua.',
    );
  }
  const build = buildOf(path);
  const version = /nginx version: [^/]+\/(\d+\.\d+\.\d+)/.exec(build)?.[1] ?? '0.0.0';
  if (asNumber(version) < asNumber(MIN_NGINX)) {
    throw new Error(`${path} is nginx ${version}; Aegis needs ${MIN_NGINX} or newer.`);
  }
  const modules = modulesOf(build);
  const openrestyVersion = /nginx version: openresty\/(\d+(?:\.\d+){3})/.exec(build)?.[1];
  return { path, version, modules, openrestyVersion, ...probeLua(path, modules) };
}

function resolveProgram(name: string): string | undefined {
  const paths = name.startsWith('/')
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return paths.find((path) => may(path, constants.X_OK));
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** nginx prints `-V` on standard error. */
function buildOf(path: string): string {
  try {
    return execFileSync('/bin/sh', ['-c', '"$0" -V 2>&1', path], { encoding: 'utf8' });
  } catch (cause) {
    throw new Error(`${path} does not run`, { cause });
  }
}

function modulesOf(build: string): string[] {
  if (/--add-module=\S*ngx_lua/.test(build)) return [];
  const folder = /--modules-path=(\S+)/.exec(build)?.[1];
  const folders = folder ? [folder, ...moduleFolders] : moduleFolders;
  const found = folders.find((path) => moduleFiles.every((file) => may(join(path, file), constants.R_OK)));
  if (!found) {
    throw new Error('This nginx has no ngx_lua module. Install libnginx-mod-http-lua, or OpenResty.');
  }
  return moduleFiles.map((file) => join(found, file));
}

/**
 * Lets the program itself say what its ngx_lua is and whether the Lua libraries load: it leaves from `init`,
 * before it would open anything.
 */
function probeLua(path: string, modules: string[]): Pick<NginxProgram, 'luaVersion' | 'opensslVersion'> {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-probe-'));
  const conf = join(folder, 'nginx.conf');
  const lua = [
    'require "resty.core" require "resty.lrucache" require "cjson.safe"',
    'local ffi = require "ffi" ffi.cdef "const char *OpenSSL_version(int t);"',
    'local linked, version = pcall(function() return ffi.C.OpenSSL_version end)',
    'version = linked and version or ffi.load("crypto").OpenSSL_version',
    'io.stdout:write("ngx_lua=", ngx.config.ngx_lua_version, "\\n", ffi.string(version(0)), "\\n") os.exit(0)',
  ].join(' ');
  writeFileSync(
    conf,
    [
      ...modules.map((module) => `load_module "${module}";`),
      'daemon off; master_process off; error_log stderr;',
      `pid "${folder}/pid"; events {} http { init_by_lua_block { ${lua} } }`,
    ].join('\n'),
  );
  try {
    const output = execFileSync(path, ['-e', 'stderr', '-p', folder, '-c', conf], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return {
      luaVersion: checkedLuaVersion(Number(/ngx_lua=(\d+)/.exec(output)?.[1] ?? 0)),
      opensslVersion: /^OpenSSL (\d+\.\d+\.\d+)/m.exec(output)?.[1],
    };
  } catch (problem) {
    const said = String((problem as { stderr?: string }).stderr ?? '').trim();
    if (said === '') throw problem;
    throw new Error(
      `${path} cannot run Lua; install lua-resty-core, lua-resty-lrucache and lua-cjson. It said: ${said}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkedLuaVersion(version: number): string {
  const text = [Math.floor(version / 1e6), Math.floor(version / 1e3) % 1e3, version % 1e3].join('.');
  if (version < MIN_NGX_LUA) throw new Error(`This ngx_lua is ${text}; Aegis needs 0.10.23 or newer.`);
  return text;
}

function asNumber(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major * 1e6 + minor * 1e3 + patch;
}
