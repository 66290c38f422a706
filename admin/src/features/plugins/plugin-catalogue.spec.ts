import { Problem } from '../../platform/http/problem.ts';
import { PluginCatalogue } from './plugin-catalogue.ts';

describe('the catalogue of plugins', () => {
  const catalogue = new PluginCatalogue();

  const refuses = (name: string, settings: Record<string, unknown>) => {
    try {
      catalogue.check({ [name]: settings });
      return false;
    } catch (error) {
      if (error instanceof Problem) return true;
      throw error;
    }
  };

  it('titles and describes every setting: the form and the docs show nothing else', () => {
    for (const { name, settings } of catalogue.builtIn)
      for (const [field, schema] of Object.entries(settings.properties ?? {}))
        expect([name, field, schema]).toEqual([
          name,
          field,
          expect.objectContaining({ title: expect.any(String), description: expect.any(String) }),
        ]);
  });

  it.each([
    ['maintenance', { message: 'Back at noon', allow: ['10.0.0.0/8'] }],
    ['bot_detection', { deny: ['curl/*', 'bot'] }],
    ['request_size', { max_body_bytes: 0 }],
    ['mock_response', { status: 404, bodies: [{ content_type: 'text/plain; charset=utf-8', body: '' }] }],
    ['request_transform', { set_headers: ['x-plan: free'], set_query: ['a=b=c'], path: '/v2/:id' }],
    ['request_transform', { path_prefix: '/v1', new_path_prefix: '/' }],
    ['response_transform', { set_headers: ['content-security-policy: default-src https:'] }],
    ['traffic_split', { rules: [{ upstream: 'canary', tenants: ['acme'] }], own_weight: 0 }],
    ['access_log', { url: 'https://logs.example/in?a=1', authorization: 'Bearer abc' }],
    ['opentelemetry', { url: 'https://otel.example/v1/traces', header: 'x-team', secret: 'abc' }],
    ['access_log', { url: 'syslog+tls://[2001:db8::1]:6514', headers: ['user-agent'] }],
    ['meter', { meters: [{ unit: 'tokens', json: '/usage/~1/0' }] }],
    ['traffic_split', { shares: [{ upstream: 'canary', weight: 5 }] }],
  ])('lets %s have %j', (name, settings) => {
    expect(refuses(name, settings)).toBe(false);
  });

  it.each(['request_transform', 'response_transform'])(
    '%s: no line breaks, no framing and no headers of the gateway',
    (name) => {
      const own = ['connection', 'content-length', 'transfer-encoding', 'te', 'upgrade', 'x-aegis-tenant'];
      for (const header of [...own, 'x-request-id', 'proxy-connection'])
        for (const list of [`${header}: a`, `${header.toUpperCase()}: a`])
          expect([list, refuses(name, { set_headers: [list] })]).toEqual([list, true]);
      for (const header of own)
        expect([header, refuses(name, { remove_headers: [header] })]).toEqual([header, true]);
      for (const line of [
        'x-a: b\r\nx-b: c',
        'x-a: b\n',
        'x-a\r: b',
        'x-a: \0',
        'x_a: b',
        'x-a:b',
        ': b',
        'x-a: ',
      ])
        expect([line, refuses(name, { add_headers: [line] })]).toEqual([line, true]);
    },
  );

  it.each([
    ['request_transform', { set_headers: ['host: evil'] }],
    ['request_transform', { set_headers: ['x-forwarded-for: 10.0.0.1'] }],
    ['request_transform', { path: '/a/../b' }],
    ['request_transform', { path: '/a/..' }],
    ['request_transform', { path: '//evil.example/' }],
    ['request_transform', { path: '/a%2fb' }],
    ['request_transform', { path: '/a;b' }],
    ['request_transform', { path: '/a?b' }],
    ['request_transform', { path: 'a' }],
    ['request_transform', { path: '/a', path_prefix: '/b', new_path_prefix: '/c' }],
    ['request_transform', { path_prefix: '/b' }],
    ['request_transform', { set_query: ['=1'] }],
    ['request_transform', { set_query: ['a=1\r\n'] }],
    ['response_transform', { set_headers: ['access-control-allow-origin: *'] }],
    ['response_transform', { remove_headers: ['www-authenticate'] }],
    ['response_transform', {}],
    ['mock_response', { status: 101 }],
    ['mock_response', { bodies: [{ content_type: 'text/plain\r\nx-a: b', body: '' }] }],
    ['maintenance', { retry_after_seconds: 0 }],
    ['bot_detection', { deny: [''] }],
    ['bot_detection', { deny: ['a\nb'] }],
    ['bot_detection', {}],
    ['request_transform', {}],
    ['request_size', { max_header_lines: 101 }],
    ['request_size', { max_body_bytes: -1 }],
    ['opentelemetry', { url: 'syslog://otel.example' }],
    ['opentelemetry', { url: 'https://otel.example', header: 'host' }],
    ['opentelemetry', { url: 'https://otel.example', header: 'x\r\ny' }],
    ['opentelemetry', { url: 'https://otel.example', secret: 'a\r\nx: y' }],
    ['access_log', {}],
    ['access_log', { url: 'ftp://logs.example' }],
    ['access_log', { url: 'https://user:password@logs.example/' }],
    ['access_log', { url: 'https://logs.example/\r\nx: y' }],
    ['access_log', { url: 'https://logs.example', authorization: 'Bearer a\r\nx: y' }],
    ['meter', {}],
    ['meter', { meters: [] }],
    ['meter', { meters: [{ unit: 'tokens' }] }],
    ['meter', { meters: [{ unit: 'Tokens', header: 'x-tokens' }] }],
    ['meter', { meters: [{ unit: 'tokens', json: 'usage' }] }],
    ['traffic_split', { rules: [{ upstream: 'canary' }] }],
    ['traffic_split', { rules: [{ upstream: 'canary', values: ['1'] }] }],
    ['traffic_split', { shares: [{ upstream: 'canary', weight: 0 }] }],
  ])('refuses %s with %j', (name, settings) => {
    expect(refuses(name, settings)).toBe(true);
  });

  const body = (schema: unknown) => ({ body: schema });
  const order = {
    type: 'object',
    required: ['id', 'lines'],
    additionalProperties: false,
    properties: {
      id: { type: 'string', format: 'uuid' },
      lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
      note: { type: ['string', 'null'], maxLength: 100, pattern: '^[\\w .-]*$' },
    },
    $defs: { line: { type: 'object', properties: { amount: { type: 'integer', minimum: 1 } } } },
  };

  it('lets request_validation have schemas', () => {
    expect(refuses('request_validation', body(order))).toBe(false);
    expect(refuses('request_validation', body(true))).toBe(false);
    expect(refuses('request_validation', { query: { properties: { page: { type: 'integer' } } } })).toBe(
      false,
    );
  });

  it.each([
    ['a keyword that is not supported', { unevaluatedProperties: false }],
    ['the same further inside', { properties: { a: { items: { $id: 'x' } } } }],
    ['a type that is none', { type: 'text' }],
    ['a format that is not checked', { format: 'idn-email' }],
    ['a reference elsewhere', { $ref: 'https://example.com/schema.json' }],
    ['a reference to nothing', { properties: { a: { $ref: '#/$defs/gone' } } }],
    ['a pattern that is none', { pattern: '(' }],
    ['a pattern that gateways read otherwise', { pattern: '(?<=a)b' }],
    ['the same as the name of members', { patternProperties: { '\\x41': true } }],
    ['a reference back', { pattern: '(a)\\1' }],
  ])('refuses request_validation with %s', (_, schema) => {
    expect(refuses('request_validation', body(schema))).toBe(true);
  });

  it('bounds what is kept for answers', () => {
    const bodies = (length: number) => ({
      bodies: [{ content_type: 'text/plain', body: 'x'.repeat(length) }],
    });
    expect(refuses('mock_response', bodies(65_536))).toBe(false);
    expect(refuses('mock_response', bodies(65_537))).toBe(true);
  });
});
