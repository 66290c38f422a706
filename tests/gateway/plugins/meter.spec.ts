import { gzipSync } from 'node:zlib';
import { redisKeys, UsageBatch } from '@aegis/contracts';
import { route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const meter = (settings: Record<string, unknown>) => [{ name: 'meter', settings }];
const tokens = { meters: [{ unit: 'tokens', json: '/usage/total' }], max_body_bytes: 1_000 };

describe('meter', () => {
  let scene: Scene;
  const byHeader = route({
    path: '/header',
    auth: 'api_key',
    plugins: meter({
      meters: [
        { unit: 'rows', header: 'x-rows' },
        { unit: 'credits', header: 'x-credits' },
      ],
      remove_headers: true,
    }),
  });
  const byBody = route({ path: '/body', plugins: meter(tokens) });
  const both = route({
    path: '/kept',
    plugins: [
      ...meter({ meters: [...tokens.meters, { unit: 'rows', header: 'x-rows' }] }),
      { name: 'response_cache', settings: {} },
    ],
  });

  beforeAll(async () => {
    scene = await Scene.start({
      app: { plugins: [{ name: 'cors', settings: { origins: ['https://a.example'] } }] },
      routes: [byHeader, byBody, both],
    });
  });
  afterAll(() => scene.stop());

  /** Units of a route as the admin would read them, once its requests are all counted. */
  async function unitsOf(routeId: string, requests: number) {
    let sums: Record<string, number> = {};
    await until(async () => {
      const entries = await scene.gateway.redis.client.xrange(redisKeys.usage, '-', '+');
      const batches = new Map(
        entries.map(([, fields]) => {
          const batch = UsageBatch.parse(JSON.parse(String(fields[1])));
          return [`${batch.worker}:${batch.sequence}`, batch];
        }),
      );
      const rows = [...batches.values()]
        .flatMap((batch) => batch.rows)
        .filter((row) => row.route_id === routeId);
      sums = {};
      for (const { units = {} } of rows)
        for (const [unit, amount] of Object.entries(units)) sums[unit] = (sums[unit] ?? 0) + amount;
      return rows.reduce((sum, row) => sum + row.requests, 0) === requests;
    }, 'the requests to be counted');
    return sums;
  }

  it('counts what headers say, by caller, and keeps them from clients', async () => {
    const key = await scene.publishKey({ tenant: 'acme' });
    const said = ['3', '4', '-1', '1.5', 'many', '99999999999'];
    for (const rows of said) {
      scene.upstream.answer = (_, response) =>
        response.writeHead(200, { 'x-rows': rows, 'x-credits': '1' }).end('ok');
      const answer = await scene.get('/header', { 'x-api-key': key, origin: 'https://a.example' });
      expect([answer.status, answer.headers['x-rows'], answer.headers['x-credits']]).toEqual([
        200,
        undefined,
        undefined,
      ]);
      expect(answer.headers['access-control-allow-origin']).toBe('https://a.example');
    }
    // Refused by the gateway: the backend said nothing.
    await scene.get('/header');
    expect(await unitsOf(byHeader.id, said.length + 1)).toEqual({ rows: 7, credits: 6 });
  });

  it('counts what JSON bodies say, which pass as they are', async () => {
    const bodies: [string, Buffer | string, Record<string, string>][] = [
      ['application/json; charset=utf-8', '{"usage":{"total":5}}', {}],
      ['application/problem+json', '{"usage":{"total":6}}', {}],
      ['application/json', '{"usage":{"total":"7"}}', {}],
      ['application/json', '{"usage":', {}],
      ['text/plain', '{"usage":{"total":8}}', {}],
      ['application/json', gzipSync('{"usage":{"total":9}}'), { 'content-encoding': 'gzip' }],
      ['application/json', `{"usage":{"total":10},"x":"${'x'.repeat(1_000)}"}`, {}],
    ];
    for (const [type, body, headers] of bodies) {
      scene.upstream.answer = (_, response) => {
        response.writeHead(200, { 'content-type': type, ...headers });
        response.write(body.slice(0, 4));
        setImmediate(() => response.end(body.slice(4)));
      };
      expect((await scene.get('/body')).text).toBe(body.toString());
    }
    expect(await unitsOf(byBody.id, bodies.length)).toEqual({ tokens: 11 });
    await until(
      async () =>
        (await scene.gateway.status('/metrics')).text.includes('aegis_unmetered_answers_total{app="demo"} 2'),
      'the answers that could not be read',
    );
  });

  it('counts nothing for an answer that is given again', async () => {
    scene.upstream.answer = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=60', 'x-rows': '2' })
        .end('{"usage":{"total":5}}');
    for (let i = 0; i < 3; i += 1) expect((await scene.get('/kept')).text).toBe('{"usage":{"total":5}}');
    expect(await unitsOf(both.id, 3)).toEqual({ tokens: 5, rows: 2 });
  });
});
