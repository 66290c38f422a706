import { testEnv } from '../../testing/test-env.ts';
import { Keyring, sameText } from './keyring.ts';

const one = 'the first of the secrets 0123456789 abc';
const two = 'the second of the secrets 0123456789 ab';
const keyring = (AEGIS_SECRET: string) =>
  new Keyring(testEnv({ database: 'postgres://localhost/x', redis: 'redis://localhost' }, { AEGIS_SECRET }));

describe('the keyring', () => {
  it('still verifies and opens what the previous secret made', () => {
    const before = keyring(one);
    const after = keyring(`${two},${one}`);
    expect(after.verifyMac('audit', 'text', before.mac('audit', 'text'))).toBe(true);
    expect(after.open('table:1', before.seal('table:1', 'plain'))).toBe('plain');
    expect(after.mac('audit', 'text')).toBe(keyring(two).mac('audit', 'text'));
    expect(keyring(two).verifyMac('audit', 'text', before.mac('audit', 'text'))).toBe(false);
  });

  it('separates purposes and contexts', () => {
    const ring = keyring(one);
    expect(ring.mac('csrf', 'text')).not.toBe(ring.mac('session', 'text'));
    expect(() => ring.open('table:2', ring.seal('table:1', 'plain'))).toThrow();
  });

  it('compares texts of any length', () => {
    expect([sameText('a', 'a'), sameText('a', 'b'), sameText('a', 'ab')]).toEqual([true, false, false]);
  });
});
