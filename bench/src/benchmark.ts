import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effort } from './groups/group.ts';
import { type GroupName, groups } from './groups/index.ts';
import type { Finding, Report, Section } from './report/model.ts';
import { describeMachine, nginxProgram } from './servers/machine.ts';
import { startUpstream } from './servers/nginx.ts';

/** Runs groups one after the other, everything on 127.0.0.1. */
export async function runBenchmark(names: readonly GroupName[], effort: Effort): Promise<Report> {
  const { program, version } = nginxProgram();
  const directory = mkdtempSync(join(tmpdir(), 'aegis-bench-'));
  const upstream = await startUpstream(directory, program);
  const sections: Section[] = [];
  const findings: Finding[] = [];
  try {
    const place = { directory, program, upstreamPort: upstream.port };
    for (const name of names) {
      const progress = (text: string) => effort.progress(`${name}: ${text}`);
      const result = await groups[name](place, { ...effort, progress });
      sections.push(...result.sections);
      findings.push(...result.findings);
    }
    return { machine: describeMachine(version), rounds: effort.rounds, sections, findings };
  } finally {
    await upstream.part.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
