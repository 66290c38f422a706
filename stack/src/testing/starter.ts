import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackFile } from '../demo/stack-file.ts';
import { fromRoot } from '../system/paths.ts';
import { waitUntil } from '../system/wait.ts';

/** `npm start` as a process of its own, after its bootstrap. */
export class StarterProcess {
  output = '';
  readonly #child: ChildProcess;
  readonly exitCode: Promise<number | null>;

  constructor(
    readonly directory: string,
    args: string[] = [],
  ) {
    const script = fromRoot('stack/dist/main.js');
    const all = [script, 'start', '--data-dir', directory, '--free-ports', ...args];
    this.#child = spawn(process.execPath, all, { env: { ...process.env, NODE_OPTIONS: '' } });
    const add = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    this.#child.stdout?.on('data', add);
    this.#child.stderr?.on('data', add);
    this.exitCode = new Promise((resolve) => this.#child.once('close', resolve));
  }

  async untilRunning(): Promise<StackFile> {
    await this.untilSaid('Aegis is running');
    return StackFile.parse(JSON.parse(readFileSync(join(this.directory, 'stack.json'), 'utf8')));
  }

  async untilSaid(text: string): Promise<void> {
    const said = async () => {
      if (this.output.includes(text)) return true;
      if (this.#child.exitCode !== null) throw new Error(`ended without "${text}":\n${this.output}`);
      return false;
    };
    await waitUntil(`"${text}"`, said, { timeoutMs: 60_000 });
  }

  /** As Ctrl-C does. @returns exit code */
  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return await this.exitCode;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Whether something accepts connections at an address. */
export async function isOpen(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
}
