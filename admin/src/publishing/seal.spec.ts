import { redisKeys } from '@aegis/contracts';
import { gatewayKeys, openSealed } from '@aegis/contracts/node';
import { Secret, sealSecrets } from './seal.ts';

describe('sealing of secrets', () => {
  const keys = gatewayKeys('the gateways under test more than 32 letters').seal;
  const [key] = keys;
  if (!key) throw new Error('no key');

  it('replaces marked values at any depth and leaves the rest as it is', () => {
    const document = {
      plugins: [{ name: 'p', settings: { token: new Secret('s3cret'), path: '/x', none: null } }],
    };
    const sealed = sealSecrets(key, 'app:1', document);
    expect(JSON.stringify(sealed)).not.toContain('s3cret');
    const [{ settings } = { settings: {} }] = sealed.plugins;
    expect(settings).toMatchObject({ path: '/x', none: null });
    const { token } = settings as unknown as { token: { $sealed: string } };
    expect(openSealed(keys, redisKeys.document('app:1'), token.$sealed)).toBe('s3cret');
  });

  it('opens nowhere but in its own document', () => {
    const { token } = sealSecrets(key, 'app:1', { token: new Secret('x') }) as unknown as {
      token: { $sealed: string };
    };
    expect(() => openSealed(keys, redisKeys.document('app:2'), token.$sealed)).toThrow();
  });
});
