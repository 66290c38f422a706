import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getConfig, listGateways, type PlatformConfig, replaceConfig } from '@aegis/contracts';
import { commandLine } from '../src/aegis.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A platform setting that the admin's machine could serve and a smaller gateway cannot. */
describe('a platform setting that a gateway refuses', () => {
  const aegis = commandLine();
  const folder = mkdtempSync(join(tmpdir(), 'aegis-small-machine-'));
  let system: System;

  beforeAll(async () => {
    const nginx = execFileSync(
      'sh',
      ['-c', 'command -v openresty || command -v nginx || echo /usr/sbin/nginx'],
      {
        encoding: 'utf8',
      },
    ).trim();
    const small = join(folder, 'nginx');
    const fourGigabytes = 4 * 1024 * 1024;
    writeFileSync(small, `#!/bin/sh\nulimit -v ${fourGigabytes}\nexec ${nginx} "$@"\n`, { mode: 0o755 });
    system = await startSystem({ AEGIS_NGINX: small });
  }, 120_000);
  afterAll(async () => {
    await system?.stack.stop();
    aegis.close();
    rmSync(folder, { recursive: true });
  }, 60_000);

  async function save(change: (config: PlatformConfig) => PlatformConfig): Promise<void> {
    const { data, etag } = await system.operator.call(getConfig);
    await system.operator.call(replaceConfig, {
      body: { config: change(data.config) },
      ...(etag && { ifMatch: etag }),
    });
  }
  const withDocuments = (megabytes: number) =>
    save((config) => {
      const dictionaries = { ...config.nginx.dictionaries, documents_mb: megabytes };
      return { ...config, nginx: { ...config.nginx, dictionaries } };
    });
  const untilNginx = (state: 'refused' | 'live') =>
    until(async () => {
      const { data } = await system.operator.call(listGateways);
      const nginx = data.items[0]?.nginx;
      return nginx?.state === state && nginx;
    }, `the gateway's nginx.conf to be ${state}`);

  it('keeps serving, shows the reason, and takes the next good one', async () => {
    await withDocuments(6 * 1024);
    const refused = await untilNginx('refused');
    expect(refused.reason).toContain('Cannot allocate memory');
    expect((await system.sendWithKey('/')).status).toBe(200);

    const { admin, operator } = system.demo;
    const env = { AEGIS_URL: admin, AEGIS_TOKEN: operator.token };
    const status = await aegis.run(['gateway', 'status'], { env });
    expect(status.out).toContain('Cannot allocate memory');

    await withDocuments(64);
    await untilNginx('live');
    expect((await system.sendWithKey('/')).status).toBe(200);
  }, 120_000);

  it('is refused at once where the admin can tell, with what nginx says', async () => {
    await expect(withDocuments(65_536)).rejects.toMatchObject({
      problem: { code: 'configuration_refused', detail: expect.stringContaining('Cannot allocate memory') },
    });
  });
});
