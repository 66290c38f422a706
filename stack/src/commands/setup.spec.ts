import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingPublicKey } from '../system/secrets.ts';
import { setUp } from './setup.ts';

describe('npm run setup', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-setup-'));
  const file = join(directory, '.env');
  const values = () =>
    Object.fromEntries(
      [...readFileSync(file, 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );

  const say = () => undefined;

  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('writes secrets that only the owner may read', () => {
    setUp(['--output', file], say);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { AEGIS_SECRET = '', AEGIS_GATEWAY_SECRET = '', AEGIS_SIGNING_PUBLIC_KEY } = values();
    expect(AEGIS_SECRET.length).toBeGreaterThanOrEqual(32);
    expect(AEGIS_GATEWAY_SECRET).not.toBe(AEGIS_SECRET);
    expect(AEGIS_SIGNING_PUBLIC_KEY).toBe(signingPublicKey(AEGIS_SECRET));
  });

  it('changes nothing that is there, and completes the rest', () => {
    const secret = 'a secret that was here before, long enough';
    writeFileSync(file, `# mine\nAEGIS_SECRET="${secret.replaceAll(',', '')}"\nOTHER=kept`);
    setUp(['--output', file], say);
    expect(readFileSync(file, 'utf8')).toMatch(/^# mine\nAEGIS_SECRET="a secret[^\n]*"\nOTHER=kept\n/);
    expect(values().AEGIS_SIGNING_PUBLIC_KEY).toBe(signingPublicKey(secret.replaceAll(',', '')));
    const before = readFileSync(file, 'utf8');
    setUp(['--output', file], say);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('refuses what it does not know', () => {
    expect(() => setUp(['--elsewhere'])).toThrow(/Usage: npm run setup/);
  });
});
