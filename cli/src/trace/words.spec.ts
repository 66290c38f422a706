import { stripVTControlCharacters } from 'node:util';
import type { Trace } from '@aegis/contracts';
import { traceText } from './words.ts';

const trace: Trace = {
  request_id: 'a-request',
  at_ms: 1_700_000_000_000,
  kept_because: 'refused',
  environment: 'staging',
  method: 'GET',
  path: '/orders/\u001b[2J',
  status: 429,
  code: 'rate_limited',
  duration_ms: 4,
  gateway: 'edge-1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  host: 'shop.localhost',
  protocol: 'HTTP/1.1',
  client: '192.0.2.7',
  bytes_in: 1,
  bytes_out: 2,
  app_id: '019aa000-0000-7000-8000-000000000001',
  app: 'shop',
  steps: [
    { step: 'resolve', outcome: 'passed', details: { host: 'shop.localhost' } },
    { step: 'limit', outcome: 'refused', rule: 'burst: 1 in 60 s', details: { limits: ['burst', 'day'] } },
  ],
  refusal: { step: 'limit', code: 'rate_limited', rule: 'Burst: 1 in 60 s', change: 'Raise the limit.' },
};

describe('a trace in a terminal', () => {
  const text = stripVTControlCharacters(traceText(trace));

  it('shows each step with its details, and what to change', () => {
    expect(text).toContain('✓ resolve        host shop.localhost');
    expect(text).toContain('✗ limit          burst: 1 in 60 s · limits burst, day');
    expect(text).toContain('Refused at the step "limit"');
    expect(text).toContain('Raise the limit.');
    expect(text).toContain('429 rate_limited');
  });

  it('lets no request move the cursor', () => {
    expect(traceText(trace)).not.toContain('\u001b[2J');
  });

  it('tells how much of the time was the backend’s', () => {
    expect(traceText({ ...trace, upstream: { total_ms: 3 } })).toContain('4 ms, 3 ms of them in the backend');
  });
});
