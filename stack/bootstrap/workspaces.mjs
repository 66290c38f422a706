import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './paths.mjs';

/** Folders of all packages of the workspace, as package.json lists them. */
export const workspaces = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).workspaces;

export const workspacesWith = (file) => workspaces.filter((path) => existsSync(fromRoot(`${path}/${file}`)));

/** Newest change below a folder or of a file, milliseconds since 1970; 0 when it does not exist. */
export function newestChange(path) {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    own.mtimeMs,
  );
}
