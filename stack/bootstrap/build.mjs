import { existsSync } from 'node:fs';
import { execute } from './execute.mjs';
import { fromRoot } from './paths.mjs';
import { Stop } from './stop.mjs';
import { newestChange, workspacesWith } from './workspaces.mjs';

/** Compiles every package and the dashboard; what is up to date is left alone. @returns exit code */
export async function build() {
  const code = await compile();
  return code === 0 ? await buildDashboard() : code;
}

export function compile() {
  // Some packages are built without their specs, which may need more (images have only what runs).
  const specs = workspacesWith('tsconfig.spec.json').map((path) => `${path}/tsconfig.spec.json`);
  return execute('tsc', ['-b', ...workspacesWith('tsconfig.json'), ...specs]);
}

async function buildDashboard() {
  if (!existsSync(fromRoot('dashboard/index.html')) || dashboardIsUpToDate()) return 0;
  return await execute('vite', ['build', '--logLevel', 'warn'], { cwd: fromRoot('dashboard') });
}

function dashboardIsUpToDate() {
  const inputs = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map(
    (name) => `dashboard/${name}`,
  );
  const newest = Math.max(
    ...[...inputs, 'contracts/src', 'package-lock.json'].map((path) => newestChange(fromRoot(path))),
  );
  return newestChange(fromRoot('dashboard/dist/index.html')) > newest;
}

/** @throws Stop when the product does not build */
export async function ensureBuilt() {
  if ((await build()) !== 0) throw new Stop('The build failed; the messages are above.');
}
