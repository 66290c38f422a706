import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvError, readEnv } from './env.ts';

const good = {
  DATABASE_URL: 'postgres://owner:pw@localhost/aegis',
  REDIS_URL: 'redis://localhost:7979',
  AEGIS_SECRET: 'one of two good long secrets 0123456789',
  AEGIS_GATEWAY_SECRET: 'the other good long one 0123456789 abc',
};

const mistakesOf = (source: Record<string, string | undefined>): readonly string[] => {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.mistakes;
    throw error;
  }
  return [];
};

describe('the environment', () => {
  it('fills in what is not said, and uses one Redis for both roles', () => {
    const env = readEnv(good);
    expect(env).toMatchObject({
      AEGIS_MODE: 'production',
      AEGIS_REGISTRATION: 'invite',
      AEGIS_ADMIN_PORT: 3001,
      AEGIS_REDIS_CONFIG_URL: good.REDIS_URL,
      AEGIS_REDIS_STATE_URL: good.REDIS_URL,
    });
  });

  it('takes an empty value for none, and JWT_SECRET for AEGIS_SECRET', () => {
    const { AEGIS_SECRET, ...rest } = good;
    const env = readEnv({ ...rest, JWT_SECRET: AEGIS_SECRET, AEGIS_SMTP_URL: '' });
    expect(env.AEGIS_SECRET).toBe(AEGIS_SECRET);
    expect(env.AEGIS_SMTP_URL).toBeUndefined();
  });

  it('tells every mistake at once, and no value', () => {
    const mistakes = mistakesOf({
      ...good,
      DATABASE_URL: undefined,
      AEGIS_SECRET: 'tiny-value',
      AEGIS_ADMIN_PORT: 'x',
    });
    expect(mistakes.map((line) => line.split(':')[0])).toEqual([
      'DATABASE_URL',
      'AEGIS_SECRET',
      'AEGIS_ADMIN_PORT',
    ]);
    expect(mistakes.join()).not.toContain('tiny-value');
  });

  it.each([{ AEGIS_ACME_EAB_KID: 'kid' }, { AEGIS_ACME_EAB_KEY: 'a-key-in-base64url' }])(
    'refuses half an account of a certificate authority: %j',
    (half) => {
      expect(mistakesOf({ ...good, ...half }).join()).toContain('belong together');
    },
  );

  it.each([
    { AEGIS_ACME_DIRECTORY_URL: 'http://ca.example/dir' },
    { AEGIS_ACME_ROOTS: 'no certificate' },
    { AEGIS_ACME_EMAIL: 'nobody' },
  ])('refuses %j', (wrong) => {
    expect(mistakesOf({ ...good, ...wrong })).toHaveLength(1);
  });

  it.each(['change-me-change-me-change-me-change-me', 'x'.repeat(40), '<the secret goes here, at least 32>'])(
    'refuses the placeholder %s',
    (AEGIS_SECRET) => {
      expect(mistakesOf({ ...good, AEGIS_SECRET }).join()).toMatch(
        /AEGIS_SECRET: is a placeholder|AEGIS_SECRET/,
      );
    },
  );

  it('takes "current,previous" and no third', () => {
    const { AEGIS_SECRET: one, AEGIS_GATEWAY_SECRET: two } = good;
    const three = 'a third secret that is long enough 012345';
    const gateway = { AEGIS_GATEWAY_SECRET: 'apart from all of the others 0123456789' };
    expect(mistakesOf({ ...good, ...gateway, AEGIS_SECRET: `${one},${two}` })).toEqual([]);
    expect(mistakesOf({ ...good, ...gateway, AEGIS_SECRET: `${one},${two},${three}` })).toHaveLength(1);
  });

  it('refuses one secret for both, and a public mailbox in production', () => {
    const mistakes = mistakesOf({ ...good, AEGIS_GATEWAY_SECRET: good.AEGIS_SECRET, AEGIS_MAILBOX: 'local' });
    expect(mistakes.map((line) => line.split(':')[0])).toEqual(['AEGIS_MAILBOX', 'AEGIS_GATEWAY_SECRET']);
  });

  it('reads secrets from files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'aegis-env-'));
    const file = join(directory, 'secret');
    writeFileSync(file, `${good.AEGIS_SECRET}\n`);
    const { AEGIS_SECRET: _, ...rest } = good;
    expect(readEnv({ ...rest, AEGIS_SECRET_FILE: file }).AEGIS_SECRET).toBe(good.AEGIS_SECRET);
    rmSync(directory, { recursive: true });
    expect(mistakesOf({ ...rest, AEGIS_SECRET_FILE: file })[0]).toMatch(
      /AEGIS_SECRET_FILE: cannot read .*ENOENT/,
    );
  });
});
