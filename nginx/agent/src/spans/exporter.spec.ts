import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Sample, SpanRecord } from '@aegis/contracts';
import { SpanExporter } from './exporter.ts';
import { exportRequest } from './otlp.ts';

const sample: Sample = {
  request_id: 'a-request',
  at_ms: 1_700_000_000_000,
  kept_because: 'flagged',
  environment: 'production',
  method: 'GET',
  path: '/orders/7',
  status: 200,
  route: 'orders',
  tenant: 'acme',
  duration_ms: 12,
  gateway: 'edge-1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  parent_span_id: 'b7ad6b7169203331',
  host: 'shop.localhost',
  protocol: 'HTTP/1.1',
  client: '192.0.2.7',
  bytes_in: 1,
  bytes_out: 2,
  upstream: { connect_ms: 1, head_ms: 8, total_ms: 9 },
  steps: [
    { step: 'forward', outcome: 'passed', details: { upstream: 'main', target: 'http://10.0.0.1:4000' } },
  ],
};
const record: SpanRecord = {
  sample,
  app_id: '019aa000-0000-7000-8000-000000000001',
  app: 'shop',
  route: '/orders/:id',
  span_id: '1111111111111111',
  upstream_span_id: '2222222222222222',
};
const resource = { gatewayId: 'an-id', gatewayName: 'edge-1', version: '1.0.0' };

interface Exported {
  resourceSpans: { resource: object; scopeSpans: { spans: Record<string, unknown>[] }[] }[];
}
const spansOf = (body: object) => (body as Exported).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];

describe('spans in OTLP', () => {
  it('are the gateway’s work and the call to the backend, below the caller’s span', () => {
    const [server, client] = spansOf(exportRequest([record], resource));
    expect(server).toMatchObject({
      traceId: sample.trace_id,
      spanId: '1111111111111111',
      parentSpanId: 'b7ad6b7169203331',
      name: 'GET /orders/:id',
      kind: 2,
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000000012000000',
      status: {},
    });
    expect(server?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'http.response.status_code', value: { intValue: '200' } },
        { key: 'aegis.app', value: { stringValue: 'shop' } },
        { key: 'aegis.tenant', value: { stringValue: 'acme' } },
      ]),
    );
    expect(client).toMatchObject({
      spanId: '2222222222222222',
      parentSpanId: '1111111111111111',
      name: 'GET main',
      kind: 3,
      startTimeUnixNano: '1700000000003000000',
    });
  });

  it('of a request that was not forwarded is one, and of a failed one says so', () => {
    const { upstream_span_id: _, route: __, ...rest } = record;
    const failed = { ...sample, status: 503, code: 'upstream_unavailable' };
    const spans = spansOf(exportRequest([{ ...rest, sample: failed }], resource));
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ name: 'GET', status: { code: 2, message: 'upstream_unavailable' } });
  });
});

describe('the exporter', () => {
  let server: Server;
  let endpoint: string;
  const bodies: Exported[] = [];
  const headers: unknown[] = [];
  let answer: { status: number; body?: object };
  const logged: string[] = [];
  const asked: number[] = [];
  let waiting: SpanRecord[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      void json(request).then((body) => {
        bodies.push(body as Exported);
        headers.push({ path: request.url, authorization: request.headers.authorization });
        response.writeHead(answer.status).end(JSON.stringify(answer.body ?? {}));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    for (const list of [bodies, headers, logged, asked]) list.length = 0;
    answer = { status: 200 };
    waiting = [record];
  });

  const make = (address = endpoint) =>
    new SpanExporter(
      async (_most, rejected) => {
        asked.push(rejected);
        const taken = waiting;
        waiting = [];
        return taken;
      },
      { endpoint: address, headers: { authorization: 'Bearer secret' } },
      resource,
      (event, fields) => logged.push(`${event} ${JSON.stringify(fields)}`),
    );

  it('sends what waits, once, with the operator’s headers', async () => {
    const exporter = make(`${endpoint}/`);
    await exporter.turn();
    await exporter.turn();
    expect(headers).toEqual([{ path: '/v1/traces', authorization: 'Bearer secret' }]);
    expect(bodies.flatMap(spansOf)).toHaveLength(2);
    expect(logged).toEqual([]);
  });

  it('tries again, ever later, while the collector is busy or away; then counts what it gives up', async () => {
    answer = { status: 503 };
    const exporter = make();
    const pauses: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      await exporter.turn();
      pauses.push(exporter.pauseMs());
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 1_000]);
    expect(bodies).toHaveLength(5);
    await exporter.turn();
    expect(asked).toEqual([0, 1]);
    expect(logged).toEqual(['spans_not_sent {"reason":"the collector answered 503"}']);
    const away = make('http://127.0.0.1:1');
    waiting = [record];
    await away.turn();
    expect(away.pauseMs()).toBe(2_000);
    expect(logged.join()).not.toContain('secret');
  });

  it('does not repeat what the collector refuses, and counts what it takes in part', async () => {
    answer = { status: 400 };
    const exporter = make();
    await exporter.turn();
    expect(bodies).toHaveLength(1);
    answer = { status: 200, body: { partialSuccess: { rejectedSpans: '3' } } };
    waiting = [record];
    await exporter.turn();
    await exporter.turn();
    expect(asked).toEqual([0, 1, 3]);
  });
});
