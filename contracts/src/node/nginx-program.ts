import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface NginxProgram {
  path: string;
  version: string;
  /** Shared objects of ngx_lua; empty where it is built in. */
  modules: string[];
}

const candidates = ['/usr/local/openresty/bin/openresty', '/usr/sbin/nginx', '/usr/bin/nginx'];
const moduleFolders = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/usr/share/nginx/modules'];
const moduleFiles = ['ndk_http_module.so', 'ngx_http_lua_module.so'];

function has(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** The nginx with ngx_lua on this machine. None is no mistake: gateways may run elsewhere, and test for themselves. */
export async function findNginx(): Promise<NginxProgram | undefined> {
  const path = candidates.find((candidate) => has(candidate, constants.X_OK));
  if (path === undefined) return undefined;
  // nginx says its version on standard error.
  const { stderr } = await run(path, ['-V']);
  const version = /nginx version: [^/]+\/(\d+\.\d+\.\d+)/.exec(stderr)?.[1];
  if (version === undefined) return undefined;
  if (/--add-module=\S*ngx_lua/.test(stderr)) return { path, version, modules: [] };
  const folder = moduleFolders.find((dir) =>
    moduleFiles.every((file) => has(join(dir, file), constants.R_OK)),
  );
  return folder ? { path, version, modules: moduleFiles.map((file) => join(folder, file)) } : undefined;
}
