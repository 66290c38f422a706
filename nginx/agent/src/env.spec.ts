import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKeys } from '@aegis/contracts/node';
import { readEnv } from './env.ts';

const good = {
  AEGIS_GATEWAY_SECRET: 'a secret with thirty-two characters or more',
  AEGIS_SIGNING_PUBLIC_KEY: signingKeys('another secret of thirty-two characters')[0]?.pinned,
  REDIS_URL: 'redis://127.0.0.1:7979',
};

describe('readEnv', () => {
  it('uses one Redis for both roles unless told otherwise', () => {
    const env = readEnv({ ...good, AEGIS_REDIS_CONFIG_URL: 'rediss://replica:6379' });
    expect(env.redisConfigUrl).toBe('rediss://replica:6379');
    expect(env.redisStateUrl).toBe(good.REDIS_URL);
  });

  it('takes lists with commas or spaces, and empty for none', () => {
    const env = readEnv({ ...good, AEGIS_GATEWAY_LISTEN: '*:80, [::]:80', AEGIS_RESOLVERS: ' ' });
    expect(env.listen.http).toEqual(['*:80', '[::]:80']);
    expect(env.resolvers).toBeUndefined();
  });

  it('reads secrets from files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'aegis-secret-'));
    const file = join(directory, 'redis');
    writeFileSync(file, 'redis://:pass@redis:6379\n');
    expect(readEnv({ ...good, REDIS_URL: '', REDIS_URL_FILE: file }).redisStateUrl).toBe(
      'redis://:pass@redis:6379',
    );
    rmSync(directory, { recursive: true });
    expect(() => readEnv({ ...good, REDIS_URL_FILE: file })).toThrow(/REDIS_URL_FILE: cannot read .*ENOENT/);
  });

  it('takes a collector with headers as OpenTelemetry writes them', () => {
    const given = {
      AEGIS_OTLP_ENDPOINT: 'http://collector:4318',
      AEGIS_OTLP_HEADERS: 'authorization=Bearer%20abc, x-team = edge',
    };
    expect(readEnv({ ...good, ...given }).collector).toEqual({
      endpoint: 'http://collector:4318',
      headers: { authorization: 'Bearer abc', 'x-team': 'edge' },
    });
    expect(readEnv(good).collector).toBeUndefined();
    const broken = { ...given, AEGIS_OTLP_HEADERS: 'authorization' };
    expect(() => readEnv({ ...good, ...broken })).toThrow(/AEGIS_OTLP_HEADERS/);
    expect(() => readEnv({ ...good, AEGIS_OTLP_ENDPOINT: 'ftp://collector' })).toThrow(/AEGIS_OTLP_ENDPOINT/);
  });

  it('names every mistake at once and no value', () => {
    const secret = 'too short';
    const broken = () => readEnv({ AEGIS_GATEWAY_SECRET: secret, AEGIS_SIGNING_PUBLIC_KEY: 'nonsense' });
    expect(broken).toThrow(/AEGIS_GATEWAY_SECRET[\s\S]*AEGIS_SIGNING_PUBLIC_KEY/);
    expect(broken).not.toThrow(secret);
    expect(() => readEnv({ ...good, REDIS_URL: '' })).toThrow(
      /AEGIS_REDIS_CONFIG_URL[\s\S]*AEGIS_REDIS_STATE_URL/,
    );
  });
});
