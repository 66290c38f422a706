import { randomUUID } from 'node:crypto';
import { makeTraceToken } from '@aegis/contracts/node';
import { ids } from '../../src/gateway/documents.ts';
import { type RequestSpans, readSpans } from '../../src/gateway/spans.ts';
import { route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('spans', () => {
  let scene: Scene;
  const orders = route({ name: 'orders', path: '/orders/:id' });
  const taken: RequestSpans[] = [];

  beforeAll(async () => {
    scene = await Scene.start({ routes: [orders], spans: true, nginx: { worker_processes: 1 } });
  });
  afterAll(() => scene.stop());

  async function take(rejected = 0): Promise<RequestSpans[]> {
    const path = `/spans?most=1000&rejected=${rejected}`;
    const { text } = await scene.gateway.internal(path, { method: 'POST' });
    taken.push(...readSpans(text));
    return taken;
  }

  /** The spans of a request, or undefined where a later one has some and it has none. */
  async function spanOf(headers: Record<string, string>): Promise<RequestSpans | undefined> {
    const [request, later] = [randomUUID(), randomUUID()];
    await scene.get('/orders/7', { ...headers, 'X-Request-Id': request });
    await scene.get('/nothing', { 'X-Request-Id': later });
    const found = (id: string) => taken.find(({ requestId }) => requestId === id);
    await until(async () => (await take()) && found(later) !== undefined, 'the spans');
    return found(request);
  }

  const forwarded = () => String(scene.upstream.requests.at(-1)?.headers.traceparent);

  it('belong to the trace of the caller where it samples that, and the backend’s to ours', async () => {
    const record = await spanOf({ traceparent: `00-${TRACE}-${SPAN}-01` });
    expect(record?.server).toMatchObject({
      traceId: TRACE,
      parentSpanId: SPAN,
      name: 'GET /orders/:id',
      attributes: expect.arrayContaining([{ key: 'aegis.app_id', value: { stringValue: ids.app } }]),
    });
    expect(record?.server.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(record?.client).toMatchObject({ traceId: TRACE, parentSpanId: record?.server.spanId });
    expect(forwarded()).toBe(`00-${TRACE}-${record?.client?.spanId}-01`);
    expect(record?.client?.spanId).not.toBe(record?.server.spanId);
  });

  it('are none where the caller does not sample its trace; its header passes as it is', async () => {
    expect(await spanOf({ traceparent: `00-${TRACE}-${SPAN}-00` })).toBeUndefined();
    expect(forwarded()).toBe(`00-${TRACE}-${SPAN}-00`);
  });

  it('begin a trace, sampled where the request is kept, and tell the backend', async () => {
    const record = await spanOf({});
    expect(record?.server.parentSpanId).toBeUndefined();
    expect(forwarded()).toBe(`00-${record?.server.traceId}-${record?.client?.spanId}-01`);
    await Promise.all(Array.from({ length: 110 }, () => scene.get('/orders/7')));
    const flags = new Set<string>();
    const since = scene.upstream.requests.length;
    await Promise.all(Array.from({ length: 1_000 }, () => scene.get('/orders/7')));
    const begun = scene.upstream.requests.slice(since).map(({ headers }) => String(headers.traceparent));
    for (const header of begun) flags.add(header.slice(-2));
    expect([...flags].toSorted()).toEqual(['00', '01']);
    const sampled = begun.filter((header) => header.endsWith('-01'));
    expect(sampled.length).toBeLessThan(50);
    await until(async () => {
      const known = new Set((await take()).map(({ server }) => server.traceId));
      return sampled.every((header) => known.has(header.slice(3, 35)));
    }, 'the spans of every trace that is sampled');
    const unsampled = new Set(begun.filter((one) => one.endsWith('-00')).map((one) => one.slice(3, 35)));
    expect(taken.filter(({ server }) => unsampled.has(server.traceId))).toEqual([]);
  });

  it('are had for a request with a trace token', async () => {
    const token = makeTraceToken(scene.gateway.keys.gateway.trace, {
      appId: ids.app,
      environment: 'all',
      expiresAt: Math.floor(Date.now() / 1_000) + 60,
    });
    expect(await spanOf({ 'X-Aegis-Trace': token })).toBeDefined();
    expect(forwarded()).toMatch(/-01$/);
  });

  it('have ids of their own', () => {
    const all = taken.flatMap(({ server, client }) => [server.spanId, client?.spanId ?? []].flat());
    expect(new Set(all).size).toBe(all.length);
  });

  it('are counted, and so is what the collector does not take', async () => {
    await take(7);
    const metrics = await until(async () => {
      await scene.get('/orders/7');
      const { text } = await scene.gateway.status('/metrics');
      return text.includes('because="collector"') && text;
    }, 'the metrics');
    expect(metrics).toMatch(/^aegis_spans_total [1-9]\d*$/m);
    expect(metrics).toMatch(/^aegis_spans_dropped_total\{because="collector"\} 7$/m);
  });

  it('wait within a bound; what finds no room is left out and counted', async () => {
    const filled = `local queue = ngx.shared.aegis_spans
      for _ = queue:llen("spans"), 1999 do queue:rpush("spans", "{}") end
      return queue:llen("spans")`;
    expect(await scene.gateway.lua(filled)).toBe(2_000);
    await until(async () => {
      await scene.get('/nothing');
      const { text } = await scene.gateway.status('/metrics');
      return /aegis_spans_dropped_total\{because="queue"\} [1-9]/.test(text);
    }, 'the spans that were left out');
    expect(await scene.gateway.lua('return ngx.shared.aegis_spans:llen("spans")')).toBe(2_000);
  });
});
