import { environments } from '../vocabulary.ts';
import { generateApiKey, parseApiKey } from './api-key.ts';
import { gatewayKeys } from './platform-keys.ts';

const keys = gatewayKeys('a gateway secret that is long enough to be one');

describe('API keys', () => {
  it.each(environments)('carries %s and is read back with its hash', (environment) => {
    const key = generateApiKey(keys, environment);
    expect(key).toMatch(/^aegis_(prod|stag|dev)_[0-9A-Za-z]{41}$/);
    const parsed = parseApiKey(keys, key);
    expect(parsed).toEqual({ ok: true, environment, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('refuses a key with any one character changed', () => {
    const key = generateApiKey(keys, 'production');
    for (let i = 'aegis_prod_'.length; i < key.length; i += 1) {
      const other = key[i] === 'x' ? 'y' : 'x';
      expect(parseApiKey(keys, key.slice(0, i) + other + key.slice(i + 1))).toEqual({ ok: false });
    }
  });

  it('refuses a key moved to another environment', () => {
    const key = generateApiKey(keys, 'production').replace('_prod_', '_stag_');
    expect(parseApiKey(keys, key)).toEqual({ ok: false });
  });

  it.each(['', 'aegis_prod_', 'aegis_test_0', `aegis_prod_${'0'.repeat(42)}`])('refuses %p', (text) => {
    expect(parseApiKey(keys, text)).toEqual({ ok: false });
  });

  it('refuses keys of another platform', () => {
    const foreign = generateApiKey(gatewayKeys('the gateway secret of somebody else entirely'), 'production');
    expect(parseApiKey(keys, foreign)).toEqual({ ok: false });
  });

  it('still reads keys of the previous secret after a rotation', () => {
    const both = gatewayKeys('the new gateway secret of this platform,previous-secret-without-a-comma');
    const previous = generateApiKey(gatewayKeys('previous-secret-without-a-comma'), 'production');
    expect(parseApiKey(both, previous).ok).toBe(true);
  });
});
