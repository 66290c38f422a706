import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { AgentHeartbeat, GatewaySettings, redisKeys } from '@aegis/contracts';
import { waitUntil } from '@aegis/stack';
import { confAnswering, GatewayFixture } from './testing/gateway-fixture.ts';

/** Through a real nginx and a real Redis; every test goes on from where the one before left the gateway. */
describe('the agent', () => {
  const fixture = new GatewayFixture();
  beforeAll(() => fixture.prepare());
  afterAll(() => fixture.close());

  const ask = async (port: number) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    return await response.text();
  };
  const served = (text: string) =>
    waitUntil(
      `the gateway to answer ${text}`,
      async () => (await ask(fixture.ports.http).catch(() => '')) === text,
    );
  const settings = async () => GatewaySettings.parse(JSON.parse(await ask(fixture.ports.status)));
  const file = (name: string) => join(fixture.directory, 'gateway', name);
  const heartbeat = async () => {
    const id = readFileSync(file('gateway-id'), 'utf8').trim();
    return AgentHeartbeat.parse(JSON.parse((await fixture.client?.get(redisKeys.agent(id))) ?? 'null'));
  };
  const reported = (what: string, holds: (conf: AgentHeartbeat['conf']) => boolean) =>
    waitUntil(what, async () => {
      const found = await heartbeat().catch(() => undefined);
      return found !== undefined && holds(found.conf);
    });

  it('waits for a configuration and starts nginx with it', async () => {
    await fixture.startAgent();
    await reported(
      'the agent to say that it waits',
      (conf) => conf.state === 'starting' && conf.revision === 0,
    );
    await fixture.publish(7, confAnswering('seven'));
    await served('seven');
    await reported('revision 7', (conf) => conf.state === 'live' && conf.revision === 7);
    expect(await heartbeat()).toMatchObject({
      nginx_version: expect.stringMatching(/^1\.\d+\.\d+$/),
      openssl_version: expect.stringMatching(/^\d\.\d+\.\d+$/),
    });
  });

  it('tells the workers what only the machine knows', async () => {
    const told = await settings();
    expect(told).toMatchObject({
      gateway_name: 'the one under test',
      version: '1.2.3',
      redis_config_url: fixture.redis?.url,
      signing_keys: [{ key: fixture.pinned }],
      documents_file: file('documents'),
    });
    expect(told.boot).toBe((await heartbeat()).boot);
  });

  it('lets workers load Lua that is first used later, wherever the code lies', async () => {
    // The fixture's folder is closed to everybody else; as root, workers run as another user.
    const response = await fetch(`http://127.0.0.1:${fixture.ports.status}/late`);
    expect(await response.text()).toBe('loaded by a worker');
  });

  it('answers TLS for unknown names with a certificate of its own', async () => {
    const subject = await new Promise((resolve, reject) => {
      const socket = connect(
        { port: fixture.ports.tls, host: '127.0.0.1', rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerCertificate().subject.CN);
          socket.destroy();
        },
      );
      socket.once('error', reject);
    });
    expect(subject).toBe('Aegis default certificate');
  });

  it('keeps the documents in use in a file', async () => {
    await waitUntil('the documents file', async () => existsSync(file('documents')));
    expect(readFileSync(file('documents'), 'utf8')).toBe('the documents in use');
  });

  it('starts nginx again when it was killed, with a boot of its own', async () => {
    const { boot } = await settings();
    const pid = fixture.events.findLast(({ event }) => event === 'nginx_started')?.pid;
    process.kill(Number(pid), 'SIGKILL');
    await waitUntil('a new boot', async () => (await settings().catch(() => ({ boot }))).boot !== boot);
    await served('seven');
  });

  it('refuses what nginx -t refuses, says why, and goes on with the last good one', async () => {
    await fixture.publish(8, confAnswering('eight').replace('events', 'happenings'));
    await reported('the refusal', (conf) => conf.state === 'refused' && conf.refused_revision === 8);
    expect((await heartbeat()).conf).toMatchObject({
      revision: 7,
      reason: expect.stringContaining('unknown directive "happenings"'),
    });
    expect(await ask(fixture.ports.http)).toBe('seven');
  });

  it('refuses a text that the platform did not sign', async () => {
    const key = redisKeys.document('nginx:conf');
    const genuine = (await fixture.client?.get(key)) ?? '';
    await fixture.client?.set(key, genuine.replace(' 8 ', ' 9 '));
    await reported('the refusal', (conf) => conf.reason?.includes('signature') === true);
    expect(await ask(fixture.ports.http)).toBe('seven');
  });

  it('reloads for a good one', async () => {
    await fixture.publish(10, confAnswering('ten'));
    await served('ten');
    await reported('revision 10', (conf) => conf.state === 'live' && conf.revision === 10);
    expect((await heartbeat()).conf.reloaded_at).toBeGreaterThan(0);
  });

  it('serves the kept one after a start with Redis away', async () => {
    await fixture.stopAgent();
    await fixture.redis?.part.stop();
    await fixture.startAgent();
    await served('ten');
  });

  it('follows again once Redis is back, and does not fall back to an older revision', async () => {
    await fixture.redis?.part.start();
    await fixture.publish(9, confAnswering('a replay'));
    await fixture.publish(11, confAnswering('eleven'));
    await served('eleven');
    expect(
      fixture.events.filter(({ event }) => event === 'conf_live').map(({ revision }) => revision),
    ).toEqual([7, 10, 10, 11]);
  });

  it('leaves nothing behind when it stops', async () => {
    await fixture.stopAgent();
    await expect(ask(fixture.ports.http)).rejects.toThrow();
    expect(fixture.events.at(-1)?.event).toBe('stopped');
  });
});
