import { errorCodes, type Sample, type TraceStep } from '@aegis/contracts';
import { advice } from './advice.ts';
import { refusalOf } from './refusal.ts';

const sample = (
  code: string | undefined,
  step: Partial<TraceStep>,
  change: Partial<Sample> = {},
): Sample => ({
  request_id: 'a-request',
  at_ms: 1,
  kept_because: 'refused',
  environment: 'staging',
  method: 'POST',
  path: '/orders',
  status: 403,
  ...(code === undefined ? {} : { code }),
  route_id: '019aa000-0000-7000-8000-000000000001',
  route: 'orders',
  duration_ms: 1,
  gateway: 'edge-1',
  trace_id: '0'.repeat(32),
  host: 'shop.localhost',
  protocol: 'HTTP/1.1',
  client: '192.0.2.7',
  bytes_in: 1,
  bytes_out: 1,
  steps: [{ step: 'authorize', outcome: 'refused', details: {}, ...step }],
  ...change,
});

describe('the refusal of a trace', () => {
  it('is none where the request passed', () => {
    expect(refusalOf(sample(undefined, { outcome: 'passed' }))).toBeUndefined();
  });

  it('names step, rule, change and setting', () => {
    const about = { kind: 'limit', id: 'an-id', name: 'burst' } as const;
    const step = { step: 'limit', rule: 'burst: 10 in 60 s for each key (token_bucket)', about } as const;
    expect(refusalOf(sample('rate_limited', step))).toEqual({
      step: 'limit',
      code: 'rate_limited',
      rule: 'Burst: 10 in 60 s for each key (token_bucket)',
      change: expect.stringContaining('Raise the limit'),
      about,
    });
  });

  it('leads to the route where the gateway names no setting, with what the route demands', () => {
    const refusal = refusalOf(sample('permission_denied', { details: { permission: 'orders:write' } }));
    expect(refusal?.change).toContain('Give the caller orders:write');
    expect(refusal?.about).toEqual({
      kind: 'route',
      id: '019aa000-0000-7000-8000-000000000001',
      name: 'orders',
    });
  });

  it('says whether a permission was kept away or never given', () => {
    const details = { permission: 'orders:write' };
    const ruleOf = (rights: string) =>
      refusalOf(sample('permission_denied', { details: { ...details, rights } }))?.rule;
    expect(ruleOf('open')).toBe('Nothing gives the caller orders:write');
    expect(ruleOf('denied')).toContain('keep orders:write from the caller');
  });

  it('names the tenant that is meant', () => {
    const refusal = refusalOf(sample('tenant_suspended', {}, { tenant: 'acme' }));
    expect(refusal?.change).toContain('acme');
    expect(refusal?.about).toEqual({ kind: 'tenant', id: '', name: 'acme' });
  });

  it('has advice for every code that a gateway answers a request of an app with', () => {
    // The error's own `fix` says everything about these, or the request came to no app.
    const plain = new Set([
      'unknown_host',
      'request_header_too_large',
      'uri_too_long',
      'bad_request',
      'configuration_unavailable',
      'internal_error',
      'unsupported_media_type',
    ]);
    const missing = Object.entries(errorCodes)
      .filter(([code, { by }]) => by !== 'admin' && !plain.has(code) && !Object.hasOwn(advice, code))
      .map(([code]) => code);
    expect(missing).toEqual([]);
  });

  it('speaks of the environment and the client that it was', () => {
    const key = { kind: 'key', id: 'k', name: '' } as const;
    expect(refusalOf(sample('expired_key', { step: 'authenticate', about: key }))?.change).toContain(
      'staging',
    );
    expect(refusalOf(sample('ip_not_allowed', { step: 'authenticate', about: key }))?.change).toContain(
      '192.0.2.7',
    );
  });

  it('falls back to the error’s own words for a code that a newer gateway knows', () => {
    expect(refusalOf(sample('uri_too_long', { step: 'admit' }))?.change).toBe('Send long data in the body.');
    expect(refusalOf(sample('not_known_here', { step: 'admit' }))).toMatchObject({ rule: 'Not_known_here' });
  });
});
