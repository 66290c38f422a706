import type { Limit } from '@aegis/contracts';
import { fitting, limitChanges, milliseconds, period } from './limit-body.ts';

describe('periods', () => {
  it.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['1m', 60_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
  ])('%s is %i ms and back', (text, ms) => {
    expect(milliseconds(text)).toBe(ms);
    expect(period(ms)).toBe(text);
  });

  it.each(['', '1', 'm', '1.5m', '-1m', '1 m', '1w'])('refuses "%s"', (text) => {
    expect(() => milliseconds(text)).toThrow('is not a period');
  });

  it('shows an odd period in milliseconds', () => expect(period(1_500)).toBe('1500ms'));
});

describe('fields of a limit', () => {
  it('are those that flags name', async () => {
    expect(await limitChanges({ amount: 5, per: '1m' })).toEqual({ amount: 5, period_ms: 60_000 });
    expect(await limitChanges({ algorithm: 'leaky_bucket', 'max-delay': 250, burst: 9 })).toEqual({
      algorithm: 'leaky_bucket',
      max_delay_ms: 250,
      burst: 9,
    });
  });

  it('that another algorithm does not take go with the change to it', () => {
    const bucket: Limit = {
      id: '019aa000-0000-7000-8000-000000000001',
      name: 'burst',
      algorithm: 'token_bucket',
      amount: 5,
      burst: 9,
      period_ms: 60_000,
      by: ['key'],
      store: 'synced',
      on_store_failure: 'local',
      applies_to_app: false,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
      liveness: { revision: 1, state: 'live', live_on: 1, gateways: 1, refusals: [] },
    };
    expect(fitting(bucket, 'fixed_window')).not.toHaveProperty('burst');
    expect(fitting(bucket, undefined)).toEqual(bucket);
  });
});
