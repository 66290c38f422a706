import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runBenchmark } from './benchmark.ts';
import { type Options, readOptions, usage } from './options.ts';
import { markdownReport } from './report/markdown.ts';
import { textReport } from './report/text.ts';

const document = resolve(import.meta.dirname, '../../docs/performance.md');

/** One line that is written over, where somebody watches. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

async function main({ groups, json, publish, ...effort }: Options): Promise<void> {
  const report = await runBenchmark(groups, { ...effort, progress: showProgress });
  showProgress('');
  console.log(json ? JSON.stringify(report, null, 2) : textReport(report));
  if (!publish) return;
  writeFileSync(document, markdownReport(report));
  console.error(`\nWritten to ${document}.`);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await main(options);
} catch (problem) {
  if (!(problem instanceof TypeError || problem instanceof RangeError)) throw problem;
  console.error(`${problem.message}\n\n${usage}`);
  process.exitCode = 64;
}
