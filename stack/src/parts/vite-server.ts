import { baseEnvironment } from '../system/environment.ts';
import { Part } from '../system/part.ts';
import { fromRoot } from '../system/paths.ts';
import { answers } from '../system/wait.ts';
import type { DashboardOptions } from './dashboard.ts';

/** The dashboard from its sources, with changes shown at once; stands in for its server while developing. */
export async function startViteServer(options: Omit<DashboardOptions, 'directory'>): Promise<Part> {
  const { logFile, port, adminPort, watch } = options;
  const part = new Part({
    name: 'dashboard',
    program: process.execPath,
    args: [fromRoot('node_modules/vite/bin/vite.js'), '--host', '127.0.0.1'],
    cwd: fromRoot('dashboard'),
    env: {
      ...baseEnvironment(),
      AEGIS_ADMIN_URL: `http://127.0.0.1:${adminPort}`,
      AEGIS_DASHBOARD_PORT: String(port),
    },
    logFile,
    ready: () => answers(`http://127.0.0.1:${port}/`),
    ...(watch && { watch }),
  });
  return await part.start();
}
