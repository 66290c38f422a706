import type { AppDocument, LimitAlgorithm, LimitStore } from '@aegis/contracts';
import { saturation } from '../load/pace.ts';
import { load } from '../load/wrk.ts';
import { exactly } from '../measure/statistics.ts';
import type { GroupResult } from '../report/model.ts';
import { wideLimit } from '../servers/documents.ts';
import { type Scene, withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import { type Extra, measureCosts } from './costs.ts';
import type { Effort } from './group.ts';
import { sameRateNote } from './notes.ts';

type Limit = AppDocument['limits'][string];

const REFERENCE = 'unlimited';
const THREE = 'three';
const stores: LimitStore[] = ['local', 'synced', 'redis'];
const algorithms: LimitAlgorithm[] = ['fixed_window', 'sliding_window', 'token_bucket', 'leaky_bucket'];
const cases = stores.flatMap((store) =>
  algorithms.map((algorithm) => ({
    store,
    algorithm,
    limit: wideLimit({ store, algorithm, ...own(algorithm) }),
  })),
);
/** All in Redis, of different kinds. */
const three = cases.filter(({ store, algorithm }) => store === 'redis' && algorithm !== 'leaky_bucket');

function own(algorithm: LimitAlgorithm): Partial<Limit> {
  return algorithm === 'leaky_bucket' ? { max_delay_ms: 1_000 } : {};
}

const nameOf = ({ store, algorithm }: (typeof cases)[number]) => `${store}_${algorithm}`;

/** Each algorithm in each store beside the same route without a limit, and three exact limits at once. */
export function limitsGroup(place: Place, effort: Effort): Promise<GroupResult> {
  const routes = Object.fromEntries(
    cases.map((each) => [nameOf(each), { auth: 'api_key' as const, limits: [each.limit.id] }]),
  );
  const setup = {
    workers: 1,
    app: { limits: Object.fromEntries(cases.map(({ limit }) => [limit.id, limit])) },
    routes: {
      [REFERENCE]: { auth: 'api_key' as const },
      ...routes,
      [THREE]: { auth: 'api_key' as const, limits: three.map(({ limit }) => limit.id) },
    },
  };
  return withGateway(place, setup, async (scene) => {
    const { rows, measured } = await measureCosts(scene, REFERENCE, extras(), effort);
    const trips = await roundTrips(scene);
    const columns = ['limit', 'CPU per request / the same without it', 'µs added per request'];
    const notes = [
      `On a route with API key and usage; one worker; ${sameRateNote(measured, REFERENCE)}`,
      `Three limits in Redis take ${trips.toFixed(2)} calls of a script per request.`,
    ];
    return {
      sections: [{ title: 'Cost of a limit', table: { columns, rows }, notes }],
      findings: [{ promise: 'round_trips', measured: exactly(trips) }],
    };
  });
}

function extras(): Extra[] {
  const singles = cases.map((each) => ({ route: nameOf(each), title: `${each.store}, ${each.algorithm}` }));
  return [...singles, { route: THREE, title: 'redis, three limits at once' }];
}

/** How often Redis was asked to run a script, per request with three limits. */
async function roundTrips(scene: Scene): Promise<number> {
  const before = await scriptCalls(scene);
  const { requests } = await load(scene.target(THREE), { ...saturation, connections: 8 }, 1);
  const calls = (await scriptCalls(scene)) - before;
  // A few requests are under way when the load ends.
  return Math.round((calls / requests) * 100) / 100;
}

async function scriptCalls({ harness }: Scene): Promise<number> {
  const statistics = await harness.redis.client.info('commandstats');
  const calls = [...statistics.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}
