import type { Report, Result } from './results.ts';
import { type Estimate, isResolved } from './statistics.ts';

const number = (value: number, digits: number) => value.toFixed(digits);
const whole = (value: number) => Math.round(value).toLocaleString('en');

/** A ratio with its interval, or that this run cannot tell. */
export function ratio(estimate: Estimate): string {
  const interval = `${number(estimate.low, 2)} to ${number(estimate.high, 2)}`;
  return isResolved(estimate)
    ? `${number(estimate.value, 2)} (${interval})`
    : `not resolved here (${interval})`;
}

const columns = [
  '',
  'workers',
  'CPU per request / nginx',
  'throughput / nginx',
  'µs per request',
  'requests/s',
  'memory',
];

function row(result: Result): string[] {
  return [
    result.name,
    String(result.workers),
    ratio(result.cpuRatio),
    ratio(result.throughputRatio),
    number(result.cpuPerRequest.value, 2),
    whole(result.requestsPerSecond.value),
    `${number(result.memoryBytes / 2 ** 20, 1)} MiB`,
  ];
}

const pluginRow = ({ name, cpuRatio }: Report['plugins'][number]) => [name, ratio(cpuRatio)];
const pluginColumns = ['one more plugin', 'CPU per request / the same without it'];

function heading({ machine, rounds, seconds }: Report): string {
  const cores = `${machine.cores} ${machine.cores === 1 ? 'core' : 'cores'}`;
  return `${machine.processor}, ${cores}, Linux ${machine.kernel}, ${machine.nginx}; ${rounds} paired rounds of ${seconds} s, ${machine.at}`;
}

/** For a terminal. */
export function textReport(report: Report): string {
  return [
    heading(report),
    '',
    aligned([columns, ...report.results.map(row)]),
    '',
    aligned([pluginColumns, ...report.plugins.map(pluginRow)]),
  ].join('\n');
}

function aligned(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function table([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The whole of docs/performance.md. */
export function markdownReport(report: Report): string {
  return `# Performance

Written by \`npm run bench\`; run it to get the numbers of your own machine.

${heading(report)}.

${table([columns, ...report.results.map(row)])}

${table([pluginColumns, ...report.plugins.map(pluginRow)])}

## What is measured

- **Plain nginx** is the same nginx binary with \`proxy_pass\`, kept connections to the upstream and no access log: what one would write by hand.
- **No plugin, no authentication** is a route of Aegis that only resolves, matches, forwards and counts usage.
- **API key, limit and usage** checks a key, counts a \`synced\` limit (which sends its headers) and records usage.
- All of them lead to one upstream nginx that answers about 800 bytes from memory. The access log is off everywhere.
- *CPU per request* is the user and system time of the worker processes divided by the requests that they answered. It does not depend on how many
  requests the load generator manages to send, and is what a larger machine would spend as well.
- *Throughput* is what \`wrk\` with one thread and 32 connections got answered. Load generator, proxy and upstream share the machine's cores, so it says less.
- Every round loads every subject for ${report.seconds === 1 ? 'one second' : `${report.seconds} seconds`}, in an order that moves on each round. Ratios are taken inside a round; shown are the median and its 95 % interval (bootstrap).
  Where the interval is wider than ± 5 % the table says "not resolved here": run it on a quieter machine or with more rounds.
- *Memory* is the workers' proportional share (Pss) after the rounds, the shared dictionaries as far as they are in use.

\`\`\`sh
npm run bench                    # 30 rounds, writes this file
npm run bench -- --rounds 60
npm run bench -- --quick         # 5 rounds, shows that it works
npm run bench -- --json
\`\`\`
`;
}
