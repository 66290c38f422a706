import { appDocument, hostDocuments, platformDocument } from '../../src/gateway/documents.ts';
import { Load } from '../../src/gateway/load.ts';
import type { Publication } from '../../src/gateway/publisher.ts';
import { RecordingUpstream } from '../../src/gateway/recording-upstream.ts';
import { limit, nextId, route, target, upstreamRecord } from '../../src/gateway/traffic.ts';
import { GatewayHarness } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

const APPS = 90;
/** Of each app: so many that a worker has room for few apps at once. */
const ROUTES = 100;
/** Requests that an app lets through. */
const AMOUNT = 3;

interface App {
  id: string;
  host: string;
}

const apps = Array.from(
  { length: APPS },
  (_, index): App => ({ id: nextId(), host: `many-${index}.localhost` }),
);

function documentsOf({ id }: App, upstreamPort: number): Publication[] {
  const policy = limit({ amount: AMOUNT });
  const routes = Array.from({ length: ROUTES }, (_, index) => route({ path: `/path-${index}/:id` }));
  const production = { main: upstreamRecord([target(upstreamPort)]) };
  return [
    appDocument({ id, slug: `app-${id}`, limits: { [policy.id]: policy }, applied_limits: [policy.id] }),
    { kind: 'routes', id, document: { routes } },
    { kind: 'upstreams', id, document: { environments: { production } } },
  ];
}

describe('the memory of a worker', () => {
  let gateway: GatewayHarness;
  let upstream: RecordingUpstream;

  beforeAll(async () => {
    upstream = await RecordingUpstream.start();
    const hosts = Object.fromEntries(
      apps.map(({ id, host }) => [host, { app_id: id, environment: 'production' as const }]),
    );
    const documents = apps.flatMap((app) => documentsOf(app, upstream.port));
    gateway = await GatewayHarness.start([platformDocument(), ...hostDocuments(hosts), ...documents], {
      nginx: { worker_processes: 1, dictionaries: { documents_mb: 1 } },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await upstream.stop();
  });

  const ask = async ({ host }: App) => (await gateway.request(host, '/path-1/1')).status;

  /** Megabytes that live in Lua. */
  async function live(): Promise<number> {
    const kilobytes = await gateway.lua(
      'for _ = 1, 3 do collectgarbage() end return collectgarbage("count")',
    );
    return Number(kilobytes) / 1024;
  }

  it('holds no more however many apps are called, and limits forget nothing', async () => {
    const [one, ...others] = apps as [App, ...App[]];
    const half = others.length / 2;
    expect(await ask(one)).toBe(200);
    for (const app of others.slice(0, half)) expect(await ask(app)).toBe(200);
    const before = await live();
    for (const app of others.slice(half)) expect(await ask(app)).toBe(200);
    expect((await live()) - before).toBeLessThan(1);
    // By now the documents of the first app have left.
    const built = await gateway.lua(`return require("aegis.config.built").entries.app["${one.id}"] ~= nil`);
    expect(built).toBe(false);
    expect([await ask(one), await ask(one), await ask(one)]).toEqual([200, 200, 429]);
    // Nor is it new again to those who keep samples of an app's first 100 requests.
    const place = `{ app_id = "${one.id}", environment = "production" }`;
    const first = () => gateway.lua(`return require("aegis.trace.countdown").of(${place}).first`);
    await until(async () => (await first()) === 96, 'the samples of four requests');
  });

  it('keeps what is used all the time, while others come and go', async () => {
    const [, often, ...others] = apps as [App, App, ...App[]];
    const load = new Load(gateway.port, '/path-1/1', { host: often.host }, 2);
    const chunk = `local entry = require("aegis.config.built").entries.app["${often.id}"]
      package.loaded.often = package.loaded.often or entry.object
      return package.loaded.often == entry.object`;
    await ask(often);
    for (const app of others) {
      await ask(app);
      expect(await gateway.lua(chunk)).toBe(true);
    }
    const answers = await load.stop();
    expect(Object.keys(answers).sort()).toEqual(['200', '429']);
  });
});
