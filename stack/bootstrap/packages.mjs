import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fromRoot, rootDirectory } from './paths.mjs';

/** Installs the npm packages when what is installed is not what package-lock.json asks for. */
export function ensurePackages() {
  const installed = readLock('node_modules/.package-lock.json');
  const wanted = readLock('package-lock.json');
  if (installed && wanted && satisfies(installed, wanted)) return;
  // `ci` is exact but deletes node_modules first, which would pull it from under whatever still runs from there.
  const command = installed || !wanted ? 'install' : 'ci';
  console.log(`Installing npm packages (npm ${command}) …`);
  const result = npm([command, '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.status !== 0) throw new Error(`npm ${command} failed; its messages are above.`);
}

function readLock(path) {
  if (!existsSync(fromRoot(path))) return undefined;
  return JSON.parse(readFileSync(fromRoot(path), 'utf8')).packages;
}

/** Packages for other platforms are in the wanted lock only, marked optional. */
function satisfies(installed, wanted) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.peer) return true;
    const found = installed[path];
    return found !== undefined && (entry.link || found.version === entry.version);
  });
}

function npm(args) {
  const options = { cwd: rootDirectory, stdio: 'inherit' };
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}
