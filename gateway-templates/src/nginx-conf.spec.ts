import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NginxSettings } from '@aegis/contracts';
import { renderNginxConf } from './nginx-conf.ts';

const golden = join(import.meta.dirname, '..', 'golden');
const read = (name: string) => readFileSync(join(golden, name), 'utf8');
const names = readdirSync(golden)
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'));

describe('renderNginxConf', () => {
  it.each(names)('gives %s.conf for %s.json', (name) => {
    const settings = NginxSettings.parse(JSON.parse(read(`${name}.json`)));
    expect(renderNginxConf(settings)).toBe(read(`${name}.conf`));
  });

  const defaults = NginxSettings.parse({});
  it.each([
    ['a word for a number', { ...defaults, worker_connections: '1; user root' as unknown as number }],
    ['text for an address', { ...defaults, trusted_proxies: ['10.0.0.0/8; } evil'] }],
    ['an address with a zone', { ...defaults, trusted_proxies: ['fe80::1%eth0'] }],
    ['an unknown protocol', { ...defaults, tls_protocols: ['SSLv3' as 'TLSv1.2'] }],
    ['a fraction', { ...defaults, max_body_mb: 1.5 }],
    ['a setting that does not exist', { ...defaults, extra: 'include /etc/passwd;' } as NginxSettings],
  ])('refuses %s', (_, settings) => {
    expect(() => renderNginxConf(settings)).toThrow();
  });
});
