import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteName } from './documents.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { describeMachine, nginxProgram } from './machine.ts';
import { type Report, type Result, resultOf } from './results.ts';
import { runRounds, type Samples, type Subject } from './rounds.ts';
import { type Server, startPlainProxy, startUpstream } from './servers.ts';
import { pairedRatio } from './statistics.ts';

interface Course {
  rounds: number;
  seconds: number;
  progress: (text: string) => void;
}

const titles = {
  bare: 'no plugin, no authentication',
  full: 'API key, synced limit, usage',
} as const;
const PLAIN = 'plain nginx';
const plugins = ['cors', 'ip_restriction'] as const;

/** Everything on 127.0.0.1: upstream, plain nginx and gateway with one worker, then with two. */
export async function runBenchmark(course: Course): Promise<Report> {
  const { program, version } = nginxProgram();
  const directory = mkdtempSync(join(tmpdir(), 'aegis-bench-'));
  const upstream = await startUpstream(directory, program);
  try {
    const place = { directory, program, upstream };
    const one = await compare(place, 1, ['bare', 'full', ...plugins], course);
    const two = await compare(place, 2, ['bare', 'full'], course);
    return {
      machine: describeMachine(version),
      rounds: course.rounds,
      seconds: course.seconds,
      results: [...one.results, ...two.results],
      plugins: plugins.map((name) => ({
        name,
        cpuRatio: pairedRatio(one.of(name).cpuPerRequest, one.of('full').cpuPerRequest),
      })),
    };
  } finally {
    await upstream.part.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Place {
  directory: string;
  program: string;
  upstream: Server;
}

async function compare(place: Place, workers: number, routes: RouteName[], course: Course) {
  const plain = await startPlainProxy(place.directory, place.program, workers, place.upstream.port);
  const gateway = await startGateway(workers, place.upstream.port);
  const progress = (text: string) =>
    course.progress(`${workers} ${workers === 1 ? 'worker' : 'workers'}, ${text}`);
  try {
    const subjects: Subject[] = [
      { name: PLAIN, target: { url: plain.url, headers: gateway.headers }, workers: plain.workers },
      ...routes.map((name) => ({ name, target: gateway.target(name), workers: gateway.workers })),
    ];
    const samples = await runRounds(subjects, course.rounds, course.seconds, progress);
    const of = (name: string): Samples => {
      const found = samples.get(name);
      if (!found) throw new Error(`nothing was measured of ${name}`);
      return found;
    };
    return { results: resultsOf(of, workers, plain, gateway), of };
  } finally {
    await gateway.stop();
    await plain.part.stop();
  }
}

function resultsOf(
  of: (name: string) => Samples,
  workers: number,
  plain: Server,
  gateway: Gateway,
): Result[] {
  const reference = of(PLAIN);
  const ofGateway = (['bare', 'full'] as const).map((name) =>
    resultOf(titles[name], workers, of(name), reference, gateway.workers.memoryBytes()),
  );
  return [resultOf(PLAIN, workers, reference, reference, plain.workers.memoryBytes()), ...ofGateway];
}
