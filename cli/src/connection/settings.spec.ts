import type { Profiles } from './profiles.ts';
import { assertKnownProfile, assertSendable, defaultUrl, parseUrl, resolveSettings } from './settings.ts';

const saved: Profiles = {
  current: 'work',
  profiles: {
    work: { url: 'https://aegis.example.com', token: 'aegis_pat_work', customer: 'acme' },
    home: { url: 'http://localhost:3001', token: 'aegis_pat_home' },
  },
};

describe('settings of a command', () => {
  it('takes the current profile when nothing else is said', () => {
    expect(resolveSettings({}, {}, saved)).toEqual({
      profile: { value: 'work', source: 'profile' },
      url: { value: 'https://aegis.example.com', source: 'profile' },
      token: { value: 'aegis_pat_work', source: 'profile' },
      customer: { value: 'acme', source: 'profile' },
    });
  });

  it('lets the environment win over the profile, and a flag over both', () => {
    const env = { AEGIS_PROFILE: 'home', AEGIS_CUSTOMER: 'from-env' };
    expect(resolveSettings({}, env, saved)).toMatchObject({
      token: { value: 'aegis_pat_home' },
      customer: { value: 'from-env', source: 'environment' },
    });
    expect(resolveSettings({ profile: 'work', customer: 'flagged' }, env, saved)).toMatchObject({
      profile: { value: 'work', source: 'flag' },
      customer: { value: 'flagged', source: 'flag' },
    });
  });

  it('counts empty variables as absent', () => {
    expect(resolveSettings({}, { AEGIS_TOKEN: '', AEGIS_URL: '' }, saved).url.source).toBe('profile');
  });

  it('falls back to the address of a developer machine', () => {
    expect(resolveSettings({}, {}, { current: 'default', profiles: {} }).url).toEqual({
      value: defaultUrl,
      source: 'default',
    });
  });

  it('never sends the token of a profile to another address', () => {
    const settings = resolveSettings({ url: 'https://evil.example' }, {}, saved);
    expect(settings.token.value).toBeUndefined();
    expect(settings.customer.value).toBeUndefined();
  });

  it('does not mix the company of a profile with the token of the environment', () => {
    const settings = resolveSettings({}, { AEGIS_TOKEN: 'aegis_pat_ci' }, saved);
    expect(settings.token).toEqual({ value: 'aegis_pat_ci', source: 'environment' });
    expect(settings.customer.value).toBeUndefined();
  });
});

describe('what goes into headers', () => {
  const resolved = (token: string) => resolveSettings({}, { AEGIS_TOKEN: token }, saved);

  it('loses the line end that files bring along', () => {
    expect(resolved('aegis_pat_ci\n').token.value).toBe('aegis_pat_ci');
  });
  it.each(['aegis_pat_a\nb', 'aegis_pat_ü', 'two words'])('"%s" is refused before it is sent', (token) => {
    expect(() => assertSendable(resolved(token))).toThrow('token');
  });
});

describe('named profiles', () => {
  const named = (profile: string | undefined) => () =>
    assertKnownProfile(resolveSettings({ profile }, {}, saved), saved);

  it('must be saved ones', () => {
    expect(named('home')).not.toThrow();
    expect(named('hoem')).toThrow('hoem');
  });
  it('are not asked for when nobody names one', () => expect(named(undefined)).not.toThrow());
});

describe('addresses', () => {
  it.each([
    ['https://aegis.example.com/', 'https://aegis.example.com'],
    ['HTTP://Localhost:3001', 'http://localhost:3001'],
    ['https://example.com/aegis//', 'https://example.com/aegis'],
  ])('%s is %s', (text, url) => expect(parseUrl(text)).toBe(url));

  it.each(['localhost:3001', 'ftp://example.com', 'https://u:p@example.com', 'https://example.com/?a=1', ''])(
    '"%s" is refused as a usage error',
    (text) =>
      expect(() => parseUrl(text)).toThrow(
        expect.objectContaining({ fix: expect.objectContaining({ exit: 64 }) }),
      ),
  );
});
