import {
  createToken,
  createTraceToken,
  getTrace,
  listAudit,
  listTraces,
  redisKeys,
  tailTraces,
} from '@aegis/contracts';
import { RedisClients } from '../../platform/redis/redis.ts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { keepSample, sampleOf } from '../../testing/samples.ts';
import { LiveLog } from './live-log.ts';

describe('traces', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  let made = 0;
  const requestId = () => {
    made += 1;
    return `request-${made}`.padEnd(12, '0');
  };
  const redis = () => world.app.get(RedisClients).state;
  const kept = async (change: Partial<Parameters<typeof sampleOf>[0]> = {}) => {
    const { id: app_id, slug } = await newApp(world);
    const sample = sampleOf({ request_id: requestId(), ...change });
    await keepSample(redis(), app_id, sample);
    return { app_id, slug, sample, request_id: sample.request_id };
  };

  it('tell the steps of a request by its id alone, and what to change where it was refused', async () => {
    const about = { kind: 'limit', id: '019aa000-0000-7000-8000-000000000001', name: 'burst' } as const;
    const { app_id, slug, sample, request_id } = await kept({
      kept_because: 'refused',
      status: 429,
      code: 'rate_limited',
      steps: [{ step: 'limit', outcome: 'refused', rule: 'burst: 1 in 60 s', about, details: {} }],
    });
    const { data } = await world.company.owner.call(getTrace, { params: { request_id } });
    expect(data.traces).toEqual([
      {
        ...sample,
        app_id,
        app: slug,
        refusal: {
          step: 'limit',
          code: 'rate_limited',
          rule: 'Burst: 1 in 60 s',
          change: expect.stringContaining('Raise the limit'),
          about,
        },
      },
    ]);
  });

  it('are of the app that is named, where one is', async () => {
    const { app_id, request_id } = await kept();
    const { app_id: other, slug } = await kept();
    const find = (id: string) =>
      world.company.owner.send(getTrace, { params: { request_id }, query: { app_id: id } });
    expect((await find(app_id)).body).toMatchObject({ traces: [{ app_id, request_id }] });
    const elsewhere = await find(other);
    expectRefusal(elsewhere, 'trace_not_kept');
    expect(elsewhere.problem.detail).toContain(`of the app ${slug}`);
    const input = { params: { request_id }, query: { app_id } };
    expectRefusal(await world.stranger.owner.send(getTrace, input), 'not_found');
  });

  it('say why there is none, how to get one, and how many were left out', async () => {
    const { app_id } = await kept();
    await redis().set(redisKeys.samplesDropped(app_id), 1_234);
    const answer = await world.company.owner.send(getTrace, { params: { request_id: 'never-kept-1' } });
    expectRefusal(answer, 'trace_not_kept');
    expect(answer.problem.detail).toMatch(/never-kept-1 .* one in a hundred .*`aegis trace token`/);
    expect(answer.problem.detail).toMatch(/Within the hour \d+ were left out/);
  });

  it('are listed newest first, filtered and page by page', async () => {
    const { app_id } = await kept({ request_id: 'oldest-one', status: 404, code: 'no_route' });
    const route_id = '019aa000-0000-7000-8000-000000000002';
    for (const [request_id, change] of Object.entries({
      'second-one': { status: 200, route_id, route: 'orders' },
      'third-one1': { status: 401, code: 'missing_credentials', environment: 'staging' },
      'newest-one': { status: 201 },
    } as const)) {
      await keepSample(redis(), app_id, sampleOf({ request_id, ...change }));
    }
    await redis().xadd(redisKeys.samples(app_id), '*', 'id', 'x', 'summary', '{"not": "ours"}');
    const list = async (query: Parameters<typeof call>[0] = {}) => {
      const data = await call(query);
      return data.items.map((item) => item.request_id);
    };
    const call = async (query: object) =>
      (await world.company.owner.call(listTraces, { params: { app_id }, query })).data;
    expect(await list()).toEqual(['newest-one', 'third-one1', 'second-one', 'oldest-one']);
    expect(await list({ status_class: 4 })).toEqual(['third-one1', 'oldest-one']);
    expect(await list({ code: 'no_route' })).toEqual(['oldest-one']);
    expect(await list({ route_id })).toEqual(['second-one']);
    expect(await list({ environment: 'staging' })).toEqual(['third-one1']);
    const first = await call({ limit: 3 });
    expect(first.items).toHaveLength(3);
    expect(await list({ limit: 3, cursor: first.next })).toEqual(['oldest-one']);
    const bad = { params: { app_id }, query: { cursor: '(0-1' } };
    expectRefusal(await world.company.owner.send(listTraces, bad), 'invalid_input', '/cursor');
  });

  it('are seen by a token only of its app and environment', async () => {
    const { app_id, request_id } = await kept({ environment: 'staging' });
    const other = await kept();
    const limited = async (environment: 'staging' | 'production') => {
      const body = { name: 'ci', kind: 'machine' as const, scopes: ['traces:read'], app_id, environment };
      const { data } = await world.company.owner.call(createToken, { body });
      return world.app.visitor.with({ authorization: `Bearer ${data.token}` });
    };
    const staging = await limited('staging');
    const production = await limited('production');
    expect((await staging.send(getTrace, { params: { request_id } })).status).toBe(200);
    expectRefusal(await production.send(getTrace, { params: { request_id } }), 'trace_not_kept');
    const foreign = { params: { request_id: other.request_id } };
    expectRefusal(await staging.send(getTrace, foreign), 'trace_not_kept');
    expect((await production.send(listTraces, { params: { app_id } })).body).toMatchObject({ items: [] });
    expectRefusal(await staging.send(listTraces, { params: { app_id: other.app_id } }), 'not_found');
  });

  it('are asked for by a token that is made for an app, and that the audit names', async () => {
    const { app_id } = await kept();
    const input = { params: { app_id }, body: { environment: 'staging', seconds: 60 } } as const;
    const { data } = await world.company.owner.call(createTraceToken, input);
    const expires = new Date(data.expires_at).getTime() / 1_000;
    expect(data.header).toBe('X-Aegis-Trace');
    expect(data.token).toMatch(
      new RegExp(`^aegis-trace\\.[0-9A-Za-z]\\.${app_id}\\.staging\\.${expires}\\.[\\w-]{43}$`),
    );
    expect(expires).toBeGreaterThan(Date.now() / 1_000);
    expect(expires).toBeLessThanOrEqual(Date.now() / 1_000 + 60);
    const entries = (await world.company.owner.call(listAudit)).data.items;
    expect(entries[0]).toMatchObject({ action: 'traces.create_token', resource_id: app_id });
  });

  it('are watched as they come, from the place where the last question ended', async () => {
    const { app_id } = await kept();
    const params = { app_id };
    const tail = async (query: object) =>
      (await world.company.owner.call(tailTraces, { params, query })).data;
    const begun = await tail({});
    expect(begun.items).toEqual([]);
    const score = Number(await redis().zscore(redisKeys.listeners, app_id));
    expect(score).toBeGreaterThan(Date.now() / 1_000 + 10);
    expect((await tail({ after: begun.place, wait: 0 })).items).toEqual([]);
    const waiting = tail({ after: begun.place });
    await keepSample(redis(), app_id, sampleOf({ request_id: 'live-one-1', environment: 'staging' }));
    const first = await waiting;
    expect(first.items.map(({ request_id }) => request_id)).toEqual(['live-one-1']);
    await keepSample(redis(), app_id, sampleOf({ request_id: 'live-two-2', status: 500 }));
    await keepSample(redis(), app_id, sampleOf({ request_id: 'live-three' }));
    const next = await tail({ after: first.place, wait: 0 });
    expect(next.items.map(({ request_id }) => request_id)).toEqual(['live-two-2', 'live-three']);
    const failed = await tail({ after: begun.place, status_class: 5, wait: 0 });
    expect(failed.items.map(({ request_id }) => request_id)).toEqual(['live-two-2']);
    const bad = { params, query: { after: '0' } };
    expectRefusal(await world.company.owner.send(tailTraces, bad), 'invalid_input', '/after');
  });

  it('are watched by twenty at a time, and no longer than the service runs', async () => {
    const { app_id } = await kept();
    const query = { after: '99999999999999-0' };
    const watch = () => world.company.owner.send(tailTraces, { params: { app_id }, query });
    const answers = Array.from({ length: 21 }, watch);
    const refused = await Promise.race(answers);
    expectRefusal(refused, 'too_many_attempts');
    world.app.get(LiveLog).onApplicationShutdown();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...Array<number>(20).fill(200), 429]);
  });

  describeRefusals(
    () => world,
    tailTraces,
    async () => ({ params: { app_id: (await kept()).app_id } }),
  );
  describeRefusals(
    () => world,
    listTraces,
    async () => ({ params: { app_id: (await kept()).app_id } }),
  );
  describeRefusals(
    () => world,
    getTrace,
    async () => {
      const { app_id, request_id } = await kept();
      return { params: { request_id }, query: { app_id } };
    },
  );
  describeRefusals(
    () => world,
    createTraceToken,
    async () => ({ params: { app_id: (await kept()).app_id }, body: { seconds: 60 } }),
  );
});
