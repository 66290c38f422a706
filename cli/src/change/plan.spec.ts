import { AppSettings, createLimit, replaceLimit, updateApp, uploadCertificate } from '@aegis/contracts';
import { FixableError } from '../errors.ts';
import { describePlan, planOf } from './plan.ts';

const params = { app_id: '0193a1f0-0000-7000-8000-000000000001' };

describe('a dry run', () => {
  it('shows the request with defaults filled in', () => {
    const plan = planOf(createLimit, { params, body: { name: 'burst', amount: 10, period_ms: 1_000 } });
    expect(plan).toMatchObject({
      method: 'POST',
      path: `/apps/${params.app_id}/limits`,
      body: { store: 'synced' },
    });
    expect(describePlan(plan)).toContain('amount: 10');
  });

  it('shows no private key', () => {
    const plan = planOf(uploadCertificate, { params, body: { chain: 'public', private_key: 'hidden' } });
    expect(plan.body).toEqual({ chain: 'public', private_key: '***' });
    expect(describePlan(plan)).not.toContain('hidden');
  });

  it('shows only what would differ from the state before', () => {
    const before = {
      name: 'burst',
      algorithm: 'sliding_window',
      amount: 10,
      period_ms: 1_000,
      by: ['key'],
      store: 'synced',
      on_store_failure: 'local',
      applies_to_app: false,
    };
    const input = { params: { ...params, id: params.app_id }, body: { ...before, amount: 20 } };
    const plan = planOf(replaceLimit, input, before);
    expect(plan.changes).toEqual([{ field: 'amount', before: 10, after: 20 }]);
    expect(describePlan(plan)).toContain('amount: 10 → 20');
  });

  it('goes down to the nested field that differs', () => {
    const before = { name: 'Shop', settings: AppSettings.parse({ path: {}, api_key: {} }) };
    const after = structuredClone(before);
    after.settings.path.allow_encoded_slash = true;
    after.settings.api_key.forward = true;
    const { changes } = planOf(updateApp, { params: { id: params.app_id }, body: after }, before);
    expect(changes).toEqual([
      { field: 'settings.path.allow_encoded_slash', before: false, after: true },
      { field: 'settings.api_key.forward', before: false, after: true },
    ]);
  });

  it('points at the fields that the server would refuse', () => {
    try {
      planOf(createLimit, {
        params,
        body: { name: 'Not a name', amount: 0, period_ms: 1_000, by: ['moon'] },
      });
      throw new Error('was not refused');
    } catch (error) {
      expect(error).toBeInstanceOf(FixableError);
      const { exit, fields } = (error as FixableError).fix;
      expect(exit).toBe(3);
      expect(fields?.map(({ pointer }) => pointer).sort()).toEqual(['/amount', '/by/0', '/name']);
    }
  });
});
