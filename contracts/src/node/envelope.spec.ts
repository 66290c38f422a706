import { openEnvelope, signEnvelope } from './envelope.ts';
import { pinnedKeys, signingKeys } from './platform-keys.ts';

function theOnly<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
}

const signer = theOnly(signingKeys('the secret from which the signing key is derived'));
const pinned = pinnedKeys(signer.pinned);
const text = '{"hosts":{}}';
const envelope = signEnvelope(signer, 'platform-a', 'aegis:1:{cfg}:doc:hosts:0', 7, text);

const open = (platform: string, key: string, value: string) => () =>
  openEnvelope(pinned, platform, key, value);

describe('signed documents', () => {
  it('opens with the pinned public key', () => {
    expect(openEnvelope(pinned, 'platform-a', 'aegis:1:{cfg}:doc:hosts:0', envelope)).toEqual({
      keyId: signer.id,
      revision: 7,
      text,
    });
  });

  it.each([
    ['under another Redis key', 'platform-a', 'aegis:1:{cfg}:doc:hosts:1', envelope],
    ['on another platform', 'platform-b', 'aegis:1:{cfg}:doc:hosts:0', envelope],
    ['as another revision', 'platform-a', 'aegis:1:{cfg}:doc:hosts:0', envelope.replace(' 7 ', ' 8 ')],
    ['with changed text', 'platform-a', 'aegis:1:{cfg}:doc:hosts:0', envelope.replace('{}', '{"a":1}')],
  ])('refuses it %s', (_, platform, key, value) => {
    expect(open(platform, key, value)).toThrow('the signature does not fit');
  });

  it('refuses an unknown signer and text without a signature', () => {
    const stranger = theOnly(signingKeys('a secret of somebody who can write to Redis'));
    const forged = signEnvelope(stranger, 'platform-a', 'k', 7, text);
    expect(open('platform-a', 'k', forged)).toThrow('unknown key');
    expect(open('platform-a', 'k', text)).toThrow('not a signed document');
  });
});
