import { signAuthorizeQuestion } from './authorize-signature.ts';

describe('the signature of an authorize question', () => {
  // The same vector as in the gateway's callout.spec.ts and the sample backend's server.spec.ts.
  it('covers time and body', () => {
    const signature = signAuthorizeQuestion('a secret of the docs', 1_795_000_000, '{"action":"read"}');
    expect(signature).toBe(
      't=1795000000,v1=5d83cd24436fef68059b127d1b12122b0f68e14cb9d7e3dbe5f633e67dd658bf',
    );
    expect(signAuthorizeQuestion('a secret of the docs', 1_795_000_001, '{"action":"read"}')).not.toContain(
      signature.slice(13),
    );
  });
});
