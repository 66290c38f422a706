import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { StartProblem } from './start-problem.ts';

/**
 * One system per data directory. @returns the release
 * @throws StartProblem when another process that still lives has it
 */
export function lockDirectory(file: string): () => void {
  const holder = holderOf(file);
  if (holder !== undefined) {
    throw new StartProblem(
      `Aegis runs here already (process ${holder}). Stop it with Ctrl-C in its terminal or \`kill ${holder}\`, ` +
        'or start a second one: npm start -- --data-dir .aegis-2 --port-offset 100',
    );
  }
  rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    throw new StartProblem('Another start of Aegis began here at the same moment; try again.');
  }
  return () => rmSync(file, { force: true });
}

/** The process in the file, if it lives and is a start of Aegis (numbers are used again after a restart). */
function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid === process.pid || !isNode(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}

function isNode(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    // No /proc (macOS): better to ask once too often.
    return true;
  }
}
