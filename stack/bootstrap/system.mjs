import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Stop } from './stop.mjs';

/** What the product and its tests need from the system, and the packages that bring it. */
const needs = {
  redis: {
    present: () => has('redis-server'),
    apt: ['redis-server'],
    brew: ['redis'],
  },
  gateway: {
    present: () => has('openresty') || (has('nginx') && hasLuaModule() && hasLuaLibraries()),
    apt: ['nginx', 'libnginx-mod-http-lua', 'lua-resty-core', 'lua-resty-lrucache', 'lua-cjson'],
    brew: ['openresty/brew/openresty'],
  },
  browser: {
    present: () => has('chromium') || has('google-chrome') || Boolean(process.env.CHROMIUM_PATH),
    apt: ['chromium'],
    brew: ['--cask chromium'],
  },
  luacheck: { present: () => has('luacheck'), apt: ['lua-check'], brew: ['luacheck'] },
  busted: { present: () => has('busted'), apt: ['lua-busted'], brew: ['luarocks'] },
  curl: { present: () => has('curl'), apt: ['curl'], brew: ['curl'] },
  authority: {
    present: () => has('pebble') && has('pebble-challtestsrv'),
    apt: ['pebble'],
    // No formula; last of the list, so that the whole stays one command.
    brew: ['go && go install github.com/letsencrypt/pebble/v2/cmd/{pebble,pebble-challtestsrv}@latest'],
  },
  load: { present: () => has('wrk'), apt: ['wrk'], brew: ['wrk'] },
};

/** Installs what is missing where that is allowed. @throws Stop with the exact command otherwise. */
export function ensureSystem(...names) {
  const missing = names.filter((name) => !needs[name].present());
  if (missing.length === 0) return;
  if (!has('apt-get')) throw new Stop(manual(missing));
  const packages = missing.flatMap((name) => needs[name].apt);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const root = asRoot();
  if (!root) {
    throw new Stop(`Missing: ${missing.join(', ')}. Install with:\n\n  sudo sh -c '${command}'\n`);
  }
  console.log(`Installing ${packages.join(' ')} …`);
  const result = spawnSync(root[0], [...root.slice(1), 'sh', '-c', quietly(command, packages)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const still = missing.filter((name) => !needs[name].present());
  if (result.status !== 0 || still.length > 0) {
    throw new Stop(`Could not install ${still.join(', ')}. Try:\n\n  sudo sh -c '${command}'\n`);
  }
}

function manual(missing) {
  const formulas = missing.flatMap((name) => needs[name].brew).join(' ');
  return process.platform === 'darwin'
    ? `Missing: ${missing.join(', ')}. Install with:\n\n  brew install ${formulas}\n`
    : `Missing: ${missing.join(', ')}. On this system install Redis 7 or newer and OpenResty (or nginx with ngx_lua) by hand, ` +
        'or run Aegis in containers: npm run setup && docker compose up.\n';
}

/** The words that put a command under root: none, sudo, or undefined when neither works without a question. */
function asRoot() {
  if (process.getuid?.() === 0) return ['env'];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Debian starts a daemon as soon as its package is installed. Ours run under the stack on their own ports, so a
 * policy refuses those starts for as long as the installation lasts, and the units stay off at the next boot.
 */
function quietly(command, packages) {
  const policy = '/usr/sbin/policy-rc.d';
  const units = packages.filter((name) => ['nginx', 'redis-server'].includes(name)).join(' ');
  return [
    'set -e',
    'export DEBIAN_FRONTEND=noninteractive',
    `if [ ! -e ${policy} ]; then printf '#!/bin/sh\\nexit 101\\n' > ${policy}; chmod 755 ${policy}; trap 'rm -f ${policy}' EXIT; fi`,
    command.replaceAll('apt-get ', 'apt-get -q '),
    units === ''
      ? 'true'
      : `if command -v systemctl >/dev/null; then systemctl disable -q ${units} || true; fi`,
  ].join('\n');
}

function has(program) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/openresty/bin'];
  return directories.some((directory) => executable(join(directory, program)));
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasLuaModule() {
  const directories = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/usr/share/nginx/modules'];
  return directories.some((path) => existsSync(join(path, 'ngx_http_lua_module.so')));
}

/** cjson is a C library whose folder carries the architecture; the others are plain Lua. */
function hasLuaLibraries() {
  const plain = ['resty/core.lua', 'resty/lrucache.lua'].every((file) =>
    ['/usr/share/lua/5.1', '/usr/local/share/lua/5.1'].some((path) => existsSync(join(path, file))),
  );
  return plain && libraryDirectories().some((path) => existsSync(join(path, 'cjson.so')));
}

function libraryDirectories() {
  const architectures = readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/lua/5.1`);
  return ['/usr/lib/lua/5.1', '/usr/local/lib/lua/5.1', '/usr/lib64/lua/5.1', ...architectures];
}
