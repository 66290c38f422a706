import { canonicalJson, masked } from './masking.ts';

describe('masking', () => {
  it('hides what is named like a secret, at any depth', () => {
    const value = {
      name: 'shop',
      password_hash: 'x',
      nested: [{ clientSecret: 'y', at: new Date(0), gone: undefined }],
      token: null,
    };
    expect(masked(value)).toEqual({
      name: 'shop',
      password_hash: '***',
      nested: [{ clientSecret: '***', at: '1970-01-01T00:00:00.000Z' }],
      token: null,
    });
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of keys, and does on everything else', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });
});
