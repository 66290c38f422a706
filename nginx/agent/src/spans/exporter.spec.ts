import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { exportRequest, SpanExporter } from './exporter.ts';

const span = '{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"1111111111111111"}';
const resource = { gatewayId: 'an-id', gatewayName: 'edge "1"', version: '1.0.0' };

interface Exported {
  resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: Record<string, unknown>[] }[] }[];
}
const spansOf = (body: object) => (body as Exported).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];

describe('the body of an export', () => {
  it('names the gateway, and holds the spans of every request', () => {
    const body = JSON.parse(exportRequest([span, `${span},${span}`], resource)) as Exported;
    expect(spansOf(body)).toHaveLength(3);
    expect(body.resourceSpans[0]?.resource.attributes).toContainEqual({
      key: 'host.name',
      value: { stringValue: 'edge "1"' },
    });
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
  let waiting: string[];

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
    waiting = [span];
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
    expect(bodies.flatMap(spansOf)).toHaveLength(1);
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
    waiting = [span];
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
    waiting = [span];
    await exporter.turn();
    await exporter.turn();
    expect(asked).toEqual([0, 1, 3]);
  });
});
