import { revoke } from './revocations.ts';

const now = 1_700_000_000;
const nothing = { tokens: {}, users: {} };

describe('revocations', () => {
  it('cover a token that was issued in this very second', () => {
    expect(revoke(nothing, { what: 'user', user: 'ann' }, now).users).toEqual({ ann: now + 1 });
    expect(revoke(nothing, { what: 'everything' }, now).before).toBe(now + 1);
  });

  it('forget tokens that have ended, and what "everything" covers', () => {
    const old = { tokens: { ended: now - 1, alive: now + 1 }, users: { bob: now - 5 } };
    const next = revoke(old, { what: 'token', token_id: 'new', expires_at: '2023-11-14T22:20:00.000Z' }, now);
    expect(Object.keys(next.tokens)).toEqual(['alive', 'new']);
    expect(revoke(old, { what: 'everything' }, now)).toEqual({ ...nothing, before: now + 1 });
  });

  it('stay bounded', () => {
    const tokens = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`t${i}`, now + 1]));
    expect(() => revoke({ tokens, users: {} }, { what: 'user', user: 'ann' }, now)).toThrow();
  });
});
