import { stripVTControlCharacters } from 'node:util';
import type { SampleSummary } from '@aegis/contracts';
import { logLine } from './line.ts';

const one: SampleSummary = {
  request_id: 'a-request',
  at_ms: new Date(2026, 10, 21, 9, 5, 7, 42).getTime(),
  kept_because: 'listened',
  environment: 'production',
  method: 'GET',
  path: '/orders/\u001b[2J7',
  status: 403,
  code: 'permission_denied',
  tenant: 'acme',
  duration_ms: 4,
};

describe('a line of the live log', () => {
  it('tells time, answer, request and how long it took', () => {
    expect(stripVTControlCharacters(logLine(one))).toBe(
      '09:05:07.042  403  GET    /orders/\\u{1b}[2J7  4 ms  permission_denied production acme a-request',
    );
  });

  it('lets no request move the cursor', () => {
    expect(logLine(one)).not.toContain('\u001b[2J');
  });
});
