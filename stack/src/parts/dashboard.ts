import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../system/environment.ts';
import { findProgram } from '../system/find-program.ts';
import { Part, type PartWatch } from '../system/part.ts';
import { fromRoot } from '../system/paths.ts';
import { answers } from '../system/wait.ts';

export interface DashboardOptions {
  directory: string;
  logFile: string;
  port: number;
  adminPort: number;
  /** Built files. Absent: those of the repository. */
  files?: string;
  watch?: PartWatch;
}

/** The dashboard's own server, as in the container image, on the loopback address: operators are welcome there. */
export async function startDashboard(options: DashboardOptions): Promise<Part> {
  const { directory, logFile, port, watch } = options;
  mkdirSync(join(directory, 'local'), { recursive: true });
  copyFileSync(fromRoot('nginx/dashboard/nginx.conf'), join(directory, 'nginx.conf'));
  for (const [name, text] of Object.entries(localFiles(options))) {
    writeFileSync(join(directory, 'local', `${name}.conf`), text);
  }
  const part = new Part({
    name: 'dashboard',
    program: findProgram('openresty', 'nginx'),
    args: ['-e', 'stderr', '-p', directory, '-c', join(directory, 'nginx.conf')],
    env: baseEnvironment(),
    logFile,
    stopSignal: 'SIGQUIT',
    graceMs: 2_000,
    ready: () => answers(`http://127.0.0.1:${port}/`),
    ...(watch && { watch }),
  });
  return await part.start();
}

function localFiles({ directory, port, adminPort, files }: DashboardOptions): Record<string, string> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  // Files may lie where only root goes; this server is for the machine's own user.
  const asRoot = process.getuid?.() === 0 ? 'user root root;\n' : '';
  return {
    main: `daemon off;\npid "${directory}/nginx.pid";\nerror_log stderr notice;\n${asRoot}`,
    http: `access_log off;\n${temporary.map((kind) => `${kind}_temp_path "${directory}/temp-${kind}";\n`).join('')}`,
    server: `listen 127.0.0.1:${port};\nroot "${files ?? fromRoot('dashboard/dist')}";\n`,
    admin: `proxy_pass http://127.0.0.1:${adminPort};\n`,
    operators: '',
  };
}
