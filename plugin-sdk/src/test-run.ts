import { type ExecFileException, execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findNginx, type NginxProgram } from '@aegis/contracts/node';
import { z } from 'zod';
import { PluginMistake, readPlugin } from './plugin.ts';

const TIMEOUT_MS = 20_000;
const sdkLua = join(import.meta.dirname, '..', 'lua');
/** The gateway's own code: what tests run in is what gateways run. */
const gatewayLua = join(import.meta.dirname, '..', '..', 'lua');

const Result = z.object({ name: z.string(), ok: z.boolean(), message: z.string().optional() });
/** One `test` of `init_spec.lua`. */
export type PluginTest = z.infer<typeof Result>;

export interface PluginTestRun {
  tests: PluginTest[];
  /** Whether there was a test and all of them passed. */
  ok: boolean;
  /** What the plugin wrote with `aegis.log`, without the level info. */
  log: string;
}

/** Tests run in nginx with ngx_lua, and this machine has none. */
export class NoNginx extends Error {
  override readonly name = 'NoNginx';
}

const conf = ({ modules }: NginxProgram, folder: string): string => `
daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr info;
env AEGIS_PLUGIN_FOLDER;
env AEGIS_PLUGIN_NAME;
${modules.map((module) => `load_module ${module};`).join('\n')}
events {}
http {
  lua_package_path "${sdkLua}/?.lua;${gatewayLua}/?.lua;${gatewayLua}/?/init.lua;;";
  init_by_lua_block { require("aegis_plugin_test").run() }
}
`;

interface Output {
  stdout: string;
  stderr: string;
  failure: ExecFileException | null;
}

/** nginx reads its configuration, runs the tests meanwhile, and leaves before it would serve anything. */
function run(program: NginxProgram, folder: string, env: Record<string, string>): Promise<Output> {
  const args = ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')];
  return new Promise((done) => {
    execFile(program.path, args, { timeout: TIMEOUT_MS, env }, (failure, stdout, stderr) =>
      done({ stdout, stderr, failure }),
    );
  });
}

const resultOf = (line: string): PluginTest => Result.parse(JSON.parse(line));
const logOf = (stderr: string): string =>
  stderr
    .split('\n')
    .flatMap((line) => /\[lua\] .*?: (plugin .*)$/.exec(line)?.[1] ?? [])
    .join('\n');

/**
 * Runs the tests of a plugin's folder (`init_spec.lua`) in the closed environment that gateways give the plugin.
 * @throws PluginMistake when the folder or its code does not load; NoNginx
 */
export async function testPlugin(plugin: string): Promise<PluginTestRun> {
  const { manifest } = readPlugin(plugin);
  const program = await findNginx().catch(() => undefined);
  if (!program) throw new NoNginx('There is no nginx with ngx_lua on this machine.');
  const folder = await mkdtemp(join(tmpdir(), 'aegis-plugin-test-'));
  try {
    await writeFile(join(folder, 'nginx.conf'), conf(program, folder));
    const env = { AEGIS_PLUGIN_FOLDER: resolve(plugin), AEGIS_PLUGIN_NAME: manifest.name };
    const { stdout, stderr, failure } = await run(program, folder, env);
    if (failure?.killed) throw new PluginMistake('The tests did not come to an end.');
    if (failure) throw new PluginMistake(stdout.trim() || stderr.trim());
    const tests = stdout.split('\n').filter(Boolean).map(resultOf);
    return { tests, ok: tests.length > 0 && tests.every(({ ok }) => ok), log: logOf(stderr) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
