import type { JwtIssuer } from '@aegis/contracts';
import { askedIssuer } from './asked-issuer.ts';
import { decode, fromNow, timesInWords } from './decode.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, claims: unknown) => `${part(header)}.${part(claims)}.c2ln`;
const now = 1_800_000_000;

describe('a token at hand', () => {
  it('is read without its signature', () => {
    expect(decode(token({ alg: 'RS256' }, { sub: 'ann' }))).toEqual({
      header: { alg: 'RS256' },
      claims: { sub: 'ann' },
    });
  });

  it.each([
    ['nothing', ''],
    ['two parts', `${part({})}.${part({})}`],
    ['an encrypted one', `${token({}, {})}.x.y`],
    ['a list', token({}, [])],
    ['nonsense', 'a.b.c'],
  ])('is refused when it is %s', (_, text) => {
    expect(() => decode(text)).toThrow('no JSON Web Token');
  });

  it.each([
    [3 * 86_400, 'in 3 days'],
    [3_600, 'in 1 hour'],
    [-120, '2 minutes ago'],
    [5, 'in 5 seconds'],
  ])('%i seconds away is %s', (away, words) => expect(fromNow(now + away, now)).toBe(words));

  it('tells its times in words, and nothing of what is no time', () => {
    expect(timesInWords({ iat: now - 60, nbf: now + 60, exp: now + 3_600 }, now)).toEqual([
      'issued 1 minute ago (2027-01-15T07:59:00.000Z)',
      'becomes valid in 1 minute (2027-01-15T08:01:00.000Z)',
      'expires in 1 hour (2027-01-15T09:00:00.000Z)',
    ]);
    expect(timesInWords({ exp: now - 60 }, now)).toEqual(['expired 1 minute ago (2027-01-15T07:59:00.000Z)']);
    expect(timesInWords({ exp: 'soon', iat: 1e300 }, now)).toEqual([]);
  });
});

describe('the identity provider that would be asked', () => {
  const issuers = [
    { name: 'login', issuer: 'https://login.example', keys: [{ kid: 'one', algorithms: ['RS256'] }] },
  ] as JwtIssuer[];
  const asked = (header: object, iss = 'https://login.example') =>
    askedIssuer({ header: { ...header }, claims: { iss } }, issuers);

  it.each([
    [{ alg: 'RS256', kid: 'one' }, 'it has a key to check the signature with'],
    [{ alg: 'RS256' }, 'it has a key to check the signature with'],
    [{ alg: 'RS256', kid: 'two' }, 'it has no key of this kid'],
    [{ alg: 'HS256', kid: 'one' }, 'it has no key for this alg'],
  ])('of a token with %j: %s', (header, reason) => {
    expect(asked(header)).toEqual({ issuer: 'login', reason });
  });

  it('is nobody for another iss', () => {
    expect(asked({ alg: 'RS256' }, 'https://login.example/').issuer).toBeNull();
  });
});
