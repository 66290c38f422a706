import { causes } from './causes.ts';
import { cellText } from './cells.ts';
import { heading, promiseColumns } from './heading.ts';
import type { Finding, Report, Section } from './model.ts';
import { promiseRow, promises, verdictOf } from './promises.ts';

function table([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function sectionText({ title, table: { columns, rows }, notes }: Section): string {
  const text = table([columns, ...rows.map((row) => row.map(cellText))]);
  return [`## ${title}`, '', text, ...(notes.length > 0 ? ['', notes.join('\n')] : [])].join('\n');
}

/** Where the time goes, for each promise that is missed. */
function causesOf(findings: readonly Finding[]): string[] {
  const missed = new Set(
    findings.filter((finding) => verdictOf(finding) === 'missed').map(({ promise }) => promise),
  );
  return [...missed].flatMap((promise) => {
    const cause = causes[promise];
    return cause === undefined ? [] : [`- *${promises[promise].text}*: ${cause}`];
  });
}

/** The whole of docs/performance.md. */
export function markdownReport(report: Report): string {
  const [main = '', ...others] = report.sections.map(sectionText);
  return `# Performance

Written by \`npm run bench\`; run it to get the numbers of your own machine.

${heading(report)}.

${main}

## Promises

${table([promiseColumns, ...report.findings.map(promiseRow)])}

${causesOf(report.findings).join('\n')}

${others.join('\n\n')}

${explanation}`;
}

const explanation = `## What is measured

- **Plain nginx** is the same nginx binary with \`proxy_pass\`, kept connections to the upstream and no access log: what one would write by hand.
- **No plugin, no authentication** is a route of Aegis that only resolves, matches, forwards and counts usage.
- **API key, limit and usage** checks a key, counts a \`synced\` limit (which sends its headers) and records usage.
- All of them lead to one upstream nginx that answers about 800 bytes from memory. The access log is off everywhere.
- *CPU per request* is the user and system time of the worker processes divided by the requests that they answered. There are two of it:
  - **At the same rate** every subject gets the same number of requests a second: about 40 % of what the slowest of them manages, found out before the
    rounds. This is what a request costs on a machine that is busy but not overrun, and what the promises are about.
  - **Saturated**, 32 connections ask as fast as they get answers. The faster proxy then gets more requests and never sleeps, the slower one leaves the
    upstream and the load generator (one \`wrk\`, on the same cores) idle more often and pays for waking them up: the system time of a request differs
    though the system calls are the same. The ratio says what remains on a machine at its limit, with that effect in it.
- *Throughput* is what \`wrk\` with one thread and 32 connections got answered. Load generator, proxy and upstream share the machine's cores, so it says less.
- Every round loads every subject for one second, in an order that moves on each round. Ratios are taken inside a round; shown are the median and its 95 %
  interval (bootstrap). The lists of costs (limits, plugins) take a third of the rounds. Where the interval of a ratio is wider than ± 5 % the table says "not resolved here": run it on a quieter machine or with more rounds.
- *Memory* is the workers' proportional share (Pss) after the rounds, the shared dictionaries as far as they are in use.

\`\`\`sh
npm run bench                    # everything, 30 rounds, about half an hour; writes this file
npm run bench -- --only main     # one group
npm run bench -- --rounds 60
npm run bench -- --quick         # everything small: shows that it works
npm run bench -- --json
\`\`\`
`;
