import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProfiles, writeProfiles } from './profiles.ts';

describe('the file of profiles', () => {
  let directory: string;
  let file: string;
  const profiles = { current: 'a', profiles: { a: { url: 'http://localhost:3001', token: 'aegis_pat_x' } } };
  const mode = (path: string) => statSync(path).mode & 0o777;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'aegis-profiles-'));
    file = join(directory, 'config', 'profiles.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is empty before the first sign-in', () => {
    expect(readProfiles(file)).toEqual({ current: 'default', profiles: {} });
  });

  it('gives back what was written, readable by its owner only, and leaves nothing beside it', () => {
    writeProfiles(file, profiles);
    expect(readProfiles(file)).toEqual(profiles);
    expect([mode(file), mode(dirname(file))]).toEqual([0o600, 0o700]);
    expect(readdirSync(dirname(file))).toEqual(['profiles.json']);
  });

  it('takes away the right of others to read it', () => {
    writeProfiles(file, profiles);
    chmodSync(file, 0o644);
    readProfiles(file);
    expect(mode(file)).toBe(0o600);
  });

  it('says which file is broken', () => {
    const broken = join(directory, 'broken.json');
    writeFileSync(broken, '{');
    expect(() => readProfiles(broken)).toThrow(broken);
  });
});
