import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { renderLocalFiles } from '@aegis/contracts';
import { findNginx, type NginxProgram } from '@aegis/contracts/node';
import { Injectable } from '@nestjs/common';

const TIMEOUT_MS = 10_000;
const LONGEST_REASON = 2_000;

/** `nginx -t` opens the listeners, so it gets ports that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** A machine of the test's own: every path below its folder, nothing of a real gateway. */
async function localFiles(program: NginxProgram, folder: string): Promise<Record<string, string>> {
  const files = renderLocalFiles({
    nginx_version: program.version,
    modules: program.modules,
    lua_path: folder,
    settings_file: join(folder, 'gateway.json'),
    run_dir: folder,
    error_log: 'stderr',
    access_log: join(folder, 'access.log'),
    foreground: true,
    resolvers: [],
    ca_file: join(folder, 'ca.pem'),
    listen: {
      http: [`127.0.0.1:${await freePort()}`],
      tls: [],
      status: [`127.0.0.1:${await freePort()}`],
      internal_socket: join(folder, 'internal.sock'),
    },
  });
  // What is tested is the configuration, not the Lua code and a gateway's secrets.
  const http = files['http.conf'].split('\n').filter((line) => !line.startsWith('init_by_lua_block'));
  return { ...files, 'http.conf': http.join('\n') };
}

function test(program: NginxProgram, folder: string): Promise<string | undefined> {
  const args = ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf'), '-t', '-q'];
  return new Promise((resolve) => {
    // No environment: nothing of this service reaches what nginx or its modules may read.
    execFile(program.path, args, { timeout: TIMEOUT_MS, env: {} }, (failure, _, stderr) => {
      resolve(failure ? (stderr.trim() || failure.message).slice(0, LONGEST_REASON) : undefined);
    });
  });
}

/** Lets nginx itself judge an `nginx.conf`, where there is one. */
@Injectable()
export class NginxTest {
  readonly #program = findNginx().catch(() => undefined);

  /** What nginx says against the text. Nothing when it takes it, or when this machine has no nginx with ngx_lua. */
  async refusal(conf: string): Promise<string | undefined> {
    const program = await this.#program;
    if (!program) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'aegis-nginx-test-'));
    try {
      await mkdir(join(folder, 'local'));
      await mkdir(join(folder, 'temp'));
      // Some authority: the directives that verify upstreams want a file.
      await writeFile(join(folder, 'ca.pem'), rootCertificates[0] ?? '');
      for (const [name, text] of Object.entries(await localFiles(program, folder))) {
        await writeFile(join(folder, 'local', name), text);
      }
      await writeFile(join(folder, 'nginx.conf'), conf);
      return (await test(program, folder))?.replaceAll(folder, '');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
