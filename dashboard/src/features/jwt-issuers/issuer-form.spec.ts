import { IssuerForm, newIssuer } from './issuer-form.ts';

const form = (source: object) => ({
  ...newIssuer,
  name: 'login',
  issuer: 'https://login.example',
  source: { ...newIssuer.source, ...source },
});
const sent = (source: object) => IssuerForm.parse(form(source)).source;
const refused = (source: object) =>
  IssuerForm.safeParse(form(source)).error?.issues.map(({ path }) => path.join('.'));

describe('the form of an identity provider', () => {
  it.each([
    [{ kind: 'discovery' }, { kind: 'discovery' }],
    [{ kind: 'jwks_url', url: 'https://login.example/keys' }, { url: 'https://login.example/keys' }],
    [{ kind: 'jwks', keys: '{"keys": [{"kty": "OKP"}]}' }, { keys: [{ kty: 'OKP' }] }],
    [{ kind: 'jwks', keys: '[{"kty": "OKP"}]' }, { keys: [{ kty: 'OKP' }] }],
    [
      { kind: 'public_key', pem: ' key \n', kid: 'one' },
      { pem: 'key', kid: 'one' },
    ],
  ])('sends of %j what belongs to the kind', (source, expected) => {
    const { kind } = source as { kind: string };
    expect(sent({ ...source, secret: 'left over' })).toEqual({
      kind,
      algorithms: ['RS256', 'ES256', 'EdDSA'],
      ...expected,
    });
  });

  it('leaves out keys and secrets that were not typed, so that those in force stay', () => {
    expect(sent({ kind: 'public_key' })).not.toHaveProperty('pem');
    expect(sent({ kind: 'jwks' })).not.toHaveProperty('keys');
    expect(sent({ kind: 'secret', algorithms: ['HS256'] })).toEqual({
      kind: 'secret',
      encoding: 'text',
      algorithms: ['HS256'],
    });
  });

  it('points at the field that is wrong', () => {
    expect(refused({ kind: 'jwks', keys: 'nonsense' })).toEqual(['source.keys']);
    expect(refused({ kind: 'jwks_url', url: 'nonsense' })).toEqual(['source.url']);
    expect(refused({ kind: 'discovery', algorithms: [] })).toEqual(['source.algorithms']);
    expect(refused({ kind: 'secret', secret: 'short', algorithms: ['HS256'] })).toEqual(['source.secret']);
  });
});
