import { execFileSync } from 'node:child_process';
import { cpus, release } from 'node:os';
import type { Machine } from '../report/model.ts';

/** `openresty` where it is installed, else the distribution's nginx: the binary that the gateway runs on as well. */
export function nginxProgram(): { program: string; version: string } {
  for (const program of ['openresty', 'nginx']) {
    try {
      const output = execFileSync('sh', ['-c', `${program} -v 2>&1`], { encoding: 'utf8' });
      return { program, version: output.replace('nginx version: ', '').trim() };
    } catch {
      // The next one may be there.
    }
  }
  throw new Error('neither openresty nor nginx is installed');
}

export function describeMachine(nginx: string): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown processor',
    cores: processors.length,
    kernel: release(),
    nginx,
    at: new Date().toISOString().slice(0, 10),
  };
}
