import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StackFile } from '@aegis/stack';

const program = fileURLToPath(new URL('../../cli/bin/aegis.js', import.meta.url));

export interface Ended {
  code: number;
  out: string;
  err: string;
  /** Standard output as JSON. */
  json: () => unknown;
}

/** The built command line with a home of its own, as a person on another machine has it. */
export interface CommandLine {
  run: (args: string[], options?: { input?: string; env?: NodeJS.ProcessEnv }) => Promise<Ended>;
  close: () => void;
}

export function commandLine(): CommandLine {
  const home = mkdtempSync(join(tmpdir(), 'aegis-cli-'));
  const base = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  return {
    run: (args, { input = '', env = {} } = {}) =>
      new Promise((resolve) => {
        const options = { env: { ...base, ...env } };
        const child = execFile(process.execPath, [program, ...args], options, (error, out, err) => {
          resolve({ code: error ? Number(error.code) : 0, out, err, json: () => JSON.parse(out) });
        });
        child.stdin?.end(input);
      }),
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** A command line that the demo company's owner has signed in with. */
export async function signedInCommandLine({ admin, customer }: StackFile): Promise<CommandLine> {
  const cli = commandLine();
  const login = ['login', '--url', admin, '--email', customer.email];
  const { code, err } = await cli.run(login, { input: `${customer.password}\n` });
  if (code !== 0) throw new Error(`aegis login: ${err}`);
  return cli;
}
