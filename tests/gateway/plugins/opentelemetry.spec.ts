import { randomUUID } from 'node:crypto';
import { RecordingUpstream } from '../../src/gateway/recording-upstream.ts';
import { attributeOf, bySpanOfServer, type RequestSpans, type Span } from '../../src/gateway/spans.ts';
import { route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

interface Exported {
  resourceSpans: {
    resource: { attributes: Span['attributes'] };
    scopeSpans: { spans: Span[] }[];
  }[];
}

describe('opentelemetry', () => {
  let scene: Scene;
  let collector: RecordingUpstream;
  let status = 200;

  beforeAll(async () => {
    collector = await RecordingUpstream.start();
    collector.answer = (_, response) => {
      response.statusCode = status;
      response.end('{}');
    };
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    await serve({});
  });
  afterAll(async () => {
    await scene.stop();
    await collector.stop();
  });

  const serve = (settings: Record<string, unknown>) => {
    const url = `http://127.0.0.1:${collector.port}/v1/traces`;
    const plugins = [{ name: 'opentelemetry', settings: { url, ...settings } }];
    const routes = [route({ name: 'traced', path: '/traced/:id', plugins }), route({ path: '/plain' })];
    return scene.gateway.publish([routesDocument(routes)]);
  };

  const exports = () => collector.requests.map(({ body }) => JSON.parse(body.toString()) as Exported);
  const all = (): RequestSpans[] =>
    exports().flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => bySpanOfServer(spans))),
    );
  const found = (id: string) => all().find(({ requestId }) => requestId === id);

  async function spanOf(path: string, headers: Record<string, string> = {}) {
    const request = randomUUID();
    await scene.get(path, { ...headers, 'X-Request-Id': request });
    return await until(() => found(request), 'the spans');
  }
  const forwarded = () => String(scene.upstream.requests.at(-1)?.headers.traceparent);

  const metric = async (name: string) => {
    await scene.get('/plain');
    const { text } = await scene.gateway.status('/metrics');
    return Number(new RegExp(`^${name}\\{app="demo"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  it('sends spans to the app’s own collector, below the caller’s, with the secret of the settings', async () => {
    await serve({ header: 'x-team', secret: 'of the team', service_name: 'shop-edge' });
    const record = await spanOf('/traced/7?token=hunter2', { traceparent: `00-${TRACE}-${SPAN}-01` });
    expect(record.server).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, name: 'GET /traced/:id' });
    expect(attributeOf(record.server, 'http.response.status_code')).toBe('200');
    expect(forwarded()).toBe(`00-${TRACE}-${record.client?.spanId}-01`);
    const request = collector.requests.at(-1);
    expect(request).toMatchObject({
      method: 'POST',
      url: '/v1/traces',
      headers: { 'content-type': 'application/json', 'x-team': 'of the team' },
    });
    expect(request?.body.toString()).not.toContain('hunter2');
    expect(exports().at(-1)?.resourceSpans[0]?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'shop-edge' },
    });
  });

  it('honours a caller that does not sample its trace', async () => {
    const request = randomUUID();
    const traceparent = `00-${TRACE}-${SPAN}-00`;
    await scene.get('/traced/1', { traceparent, 'X-Request-Id': request });
    expect(forwarded()).toBe(traceparent);
    await spanOf('/traced/2');
    expect(found(request)).toBeUndefined();
  });

  it('tells refused requests, and is not asked where it is not set', async () => {
    const request = randomUUID();
    await scene.get('/plain', { 'X-Request-Id': request });
    const record = await spanOf('/traced/3', { traceparent: `00-${TRACE}-${SPAN}-01` });
    expect(record.server.status).toEqual({});
    expect(found(request)).toBeUndefined();
    expect(forwarded()).toContain(TRACE);
  });

  it('leaves out and counts what the collector refuses, and goes on', async () => {
    const before = await metric('aegis_export_dropped_total');
    status = 400;
    await scene.get('/traced/4', { traceparent: `00-${TRACE}-${SPAN}-01` });
    await until(async () => (await metric('aegis_export_dropped_total')) > before, 'the refusal');
    status = 200;
    await spanOf('/traced/5', { traceparent: `00-${TRACE}-${SPAN}-01` });
  }, 20_000);

  it('sends again what the collector could not take yet', async () => {
    const failures = await metric('aegis_export_failures_total');
    status = 503;
    const request = randomUUID();
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, 'X-Request-Id': request };
    expect((await scene.get('/traced/6', headers)).status).toBe(200);
    await until(async () => (await metric('aegis_export_failures_total')) > failures, 'the failure');
    collector.requests.length = 0;
    status = 200;
    await until(() => found(request), 'the spans', 20_000);
  }, 40_000);

  it('does not call addresses that the operator did not open', async () => {
    const failures = await metric('aegis_export_failures_total');
    await serve({ url: 'http://169.254.169.254/v1/traces' });
    expect((await scene.get('/traced/8', { traceparent: `00-${TRACE}-${SPAN}-01` })).status).toBe(200);
    await until(async () => (await metric('aegis_export_failures_total')) > failures, 'the refusal');
  }, 20_000);
});
