import { route, Scene } from '../../src/gateway/traffic.ts';

const order = {
  type: 'object',
  required: ['id', 'lines'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^[a-z]+-\\d{3}$' },
    lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
    note: { type: 'string', pattern: '^(a+)+$' },
  },
  $defs: {
    line: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 1 } } },
  },
};
const validation = (settings: Record<string, unknown>) => [{ name: 'request_validation', settings }];
const good = { id: 'abc-123', lines: [{ amount: 2 }] };

describe('request_validation', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({
      routes: [
        route({ path: '/orders', plugins: validation({ body: order, max_body_bytes: 70_000 }) }),
        route({ path: '/optional', plugins: validation({ body: order, body_required: false }) }),
        route({
          path: '/orders/:id',
          plugins: validation({
            path: { properties: { id: { type: 'integer', minimum: 1 } } },
            query: {
              required: ['page'],
              additionalProperties: false,
              properties: {
                page: { type: 'integer' },
                deep: { type: 'boolean' },
                tag: { type: 'array', maxItems: 2, items: { type: 'string', enum: ['a', 'b c'] } },
              },
            },
            headers: { properties: { 'x-client': { type: 'string', maxLength: 5 } } },
          }),
        }),
      ],
    });
  });
  afterAll(() => scene.stop());

  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    scene.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  /** What the answer says is wrong; fails unless the request was refused before the backend. */
  async function errorsOf(call: () => ReturnType<typeof send>): Promise<string[]> {
    const before = scene.upstream.requests.length;
    const answer = await call();
    expect([answer.status, answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'request_invalid' }),
    ]);
    expect(scene.upstream.requests).toHaveLength(before);
    const { errors } = answer.json() as { errors: { in: string; pointer: string; message: string }[] };
    return errors.map(({ in: place, pointer, message }) => `${place} ${pointer} ${message}`);
  }

  it('hands a body that fits on as it came', async () => {
    const text = `${JSON.stringify(good)} `;
    expect((await send('/orders', text)).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.body.toString()).toBe(text);
    const large = { ...good, lines: Array.from({ length: 4_000 }, () => ({ amount: 1 })) };
    const chunked = { 'transfer-encoding': 'chunked', 'content-type': 'application/merge-patch+json' };
    expect((await send('/orders', large, chunked)).status).toBe(200);
    expect(JSON.parse(scene.upstream.requests.at(-1)?.body.toString() ?? '')).toEqual(large);
  });

  it('names what is wrong by JSON pointers', async () => {
    const errors = await errorsOf(() =>
      send('/orders', { id: 'x', lines: [{ amount: 1 }, {}, { amount: 0 }] }),
    );
    expect(errors.sort()).toEqual([
      'body /id is not of the form that is asked for',
      'body /lines/1 lacks amount',
      'body /lines/2/amount has to be at least 1',
    ]);
    expect(await errorsOf(() => send('/orders', { ...good, '~x/': 1 }))).toEqual([
      'body /~0x~1 is not allowed',
    ]);
    expect(await errorsOf(() => send('/orders', { ...good, lines: {} }))).toEqual([
      'body /lines has to be of type array',
    ]);
  });

  it('refuses what two readers could read differently', async () => {
    expect(await errorsOf(() => send('/orders', '{"id":"abc-123","id":"x","lines":[{"amount":1}]}'))).toEqual(
      ['body  names a member twice'],
    );
    for (const text of ['', ' ', '{', '{"a":NaN}'])
      expect(await errorsOf(() => send('/orders', text))).toEqual([
        text === '' ? 'body  is missing' : 'body  is not JSON',
      ]);
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/jsonx' },
      { 'content-encoding': 'gzip' },
    ]) {
      const answer = await send('/orders', good, headers);
      expect([answer.status, answer.json()]).toEqual([
        415,
        expect.objectContaining({ code: 'unsupported_media_type' }),
      ]);
    }
  });

  it('refuses larger bodies unread', async () => {
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await send('/orders', 'x'.repeat(70_001), headers);
      expect([answer.status, answer.json()]).toEqual([
        413,
        expect.objectContaining({ code: 'payload_too_large' }),
      ]);
    }
  });

  it('ends an expression that would look for ever, as no match', async () => {
    const note = `${'a'.repeat(60_000)}!`;
    expect(await errorsOf(() => send('/orders', { ...good, note }))).toEqual([
      'body /note is not of the form that is asked for',
    ]);
  });

  it('lets a body be absent where it may be', async () => {
    expect((await scene.call('/optional', { method: 'POST' })).status).toBe(200);
    expect(await errorsOf(() => send('/optional', {}))).toHaveLength(2);
    expect((await scene.get('/orders')).status).toBe(200);
  });

  it('reads parameters as what their schemas ask for', async () => {
    expect((await scene.get('/orders/7?page=2&deep=true&tag=a&tag=b+c')).status).toBe(200);
    expect((await scene.get('/orders/%37?page=2&tag=b%20c')).status).toBe(200);
    expect(
      await errorsOf(() => scene.get('/orders/x?page=1&page=2&deep=yes&tag=c', { 'x-client': 'curious' })),
    ).toEqual([
      'path /id has to be of type integer',
      'query /deep has to be of type boolean',
      'query /page has to be of type integer',
      'query /tag/0 is none of the values that are allowed',
      'headers /x-client has to have at most 5 characters',
    ]);
    expect(await errorsOf(() => scene.get('/orders/0?other=1'))).toEqual([
      'path /id has to be at least 1',
      'query /other is not allowed',
      'query  lacks page',
    ]);
  });
});
