import { gatewayKeys } from './platform-keys.ts';
import { openSealed, sealText } from './sealing.ts';

const { seal } = gatewayKeys('a gateway secret that is long enough to be one');
const [key] = seal;
if (!key) throw new Error('no key');
const sealed = sealText(key, 'aegis:1:{cfg}:doc:app:1', 'the secret');

describe('sealed secrets', () => {
  it('opens in its own context', () => {
    expect(openSealed(seal, 'aegis:1:{cfg}:doc:app:1', sealed)).toBe('the secret');
  });

  it('never seals alike twice and never shows the plain text', () => {
    expect(sealText(key, 'context', 'the secret')).not.toBe(sealText(key, 'context', 'the secret'));
    expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toContain('secret');
  });

  it('is refused in another context, changed, or under another key', () => {
    expect(() => openSealed(seal, 'aegis:1:{cfg}:doc:app:2', sealed)).toThrow();
    // Not the last character: some of its bits belong to no byte.
    const flipped = sealed.replace(/.(?=.{8}$)/, (character) => (character === 'A' ? 'B' : 'A'));
    expect(() => openSealed(seal, 'aegis:1:{cfg}:doc:app:1', flipped)).toThrow();
    const foreign = gatewayKeys('the gateway secret of somebody else entirely').seal;
    expect(() => openSealed(foreign, 'aegis:1:{cfg}:doc:app:1', sealed)).toThrow();
  });
});
