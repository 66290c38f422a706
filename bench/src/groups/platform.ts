import { type Estimate, exactly, percentile } from '../measure/statistics.ts';
import { changedApp, changeTimes, revocationTimes } from '../platform/changes.ts';
import { clientOf, startInstallation } from '../platform/installation.ts';
import { addKeys, listTimes } from '../platform/lists.ts';
import { createApps } from '../platform/population.ts';
import { ingestRate } from '../platform/usage.ts';
import { milliseconds } from '../report/cells.ts';
import type { Cell, GroupResult, Section } from '../report/model.ts';
import type { Place } from '../servers/place.ts';
import type { Effort } from './group.ts';

const large = { apps: 10_000, keys: 1_000_000, changes: 300, revocations: 100, batches: 400, lists: 50 };
const small = { apps: 50, keys: 1_000, changes: 10, revocations: 5, batches: 20, lists: 2 };
const whole = (amount: number) => Math.round(amount).toLocaleString('en');

/** The whole system as `npm start` starts it, with very much in it: what its customers and operators wait for. */
export async function platformGroup(
  { directory, upstreamPort }: Place,
  { quick, progress }: Effort,
): Promise<GroupResult> {
  const amounts = quick ? small : large;
  progress('npm start');
  const installation = await startInstallation(directory);
  const { demo, startMs, stop } = installation;
  try {
    const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
    const apps = await createApps(demo, amounts.apps, upstreamUrl, (made) => progress(`app ${whole(made)}`));
    const app = await changedApp(installation, clientOf(demo.admin, demo.customer.token), upstreamUrl);
    progress('changes');
    const changes = await changeTimes(app, amounts.changes);
    progress('revocations');
    const revocations = await revocationTimes(app, amounts.revocations);
    progress('usage');
    const rate = await ingestRate(demo, apps, amounts.batches);
    progress('lists');
    await addKeys(demo, app.id, amounts.keys);
    const lists = await listTimes(app, amounts.lists);
    const at = (times: readonly number[], percent: number): Estimate => exactly(percentile(times, percent));
    return {
      sections: [section({ changes, revocations, lists }, amounts, rate, startMs)],
      findings: [
        { promise: 'change_p50', measured: at(changes, 50) },
        { promise: 'change_p99', measured: at(changes, 99) },
        { promise: 'revocation', measured: at(revocations, 99) },
        { promise: 'ingest', measured: exactly(rate) },
        { promise: 'lists', measured: at(lists, 95) },
        { promise: 'system_start', measured: exactly(startMs) },
      ],
    };
  } finally {
    await stop();
  }
}

type Times = Record<'changes' | 'revocations' | 'lists', number[]>;

function section(times: Times, amounts: typeof large, rate: number, startMs: number): Section {
  const row = (name: string, all: readonly number[]): Cell[] => [
    name,
    ...[50, 95, 99].map((percent) => milliseconds(exactly(percentile(all, percent)))),
  ];
  const rows = [
    row('a saved change until the last gateway serves it', times.changes),
    row('a revoked key until it is refused, under load', times.revocations),
    row('a page of a list of API keys', times.lists),
  ];
  const notes = [
    `\`npm start\` with new data: first proxied call after ${(startMs / 1_000).toFixed(1)} s. Then ${whole(amounts.apps)} apps, made through the admin API.`,
    `${whole(amounts.changes)} changes of its routes, as the platform itself tells it of each (\`took_ms\`); ${whole(amounts.revocations)} revoked keys, from the answer to the revocation.`,
    `Lists of an app with ${whole(amounts.keys)} keys: pages, two searches, by name, the revoked ones, and of the whole company.`,
    `Usage: ${whole(amounts.batches)} batches of 1,000 rows for these apps, stored at ${whole(rate)} rows a second.`,
  ];
  return {
    title: 'The platform',
    table: { columns: ['', 'p50 in ms', 'p95 in ms', 'p99 in ms'], rows },
    notes,
  };
}
