import { createRoute, createToken, purgeDecisions } from '@aegis/contracts';
import { type CommandLine, commandLine } from '../src/aegis.ts';
import { CalloutBackend, isSignedBy } from '../src/gateway/callouts.ts';
import { type NewApp, type System, startSystem } from '../src/system.ts';

/** A company lets its own backend decide; each test goes on where the one before ended. */
describe('an authorize callout', () => {
  let system: System;
  let backend: CalloutBackend;
  let app: NewApp;
  let cli: CommandLine;
  let secret: string;

  beforeAll(async () => {
    backend = await CalloutBackend.start();
    system = await startSystem();
    app = await system.newApp('Asking');
    cli = commandLine();
  }, 60_000);
  afterAll(async () => {
    cli?.close();
    await system?.stack.stop();
    await backend?.stop();
  }, 30_000);

  const aegis = (...args: string[]) =>
    cli.run([...args, '--app', app.id], {
      env: { AEGIS_URL: system.demo.admin, AEGIS_TOKEN: system.demo.customer.token },
    });
  const order = () => app.sendWithKey('/orders/42');

  it('is set from the command line, which shows its secret once', async () => {
    const made = await aegis(
      ...['authorize', 'set', '--callout-url', `http://localhost:${backend.port}/aegis/authorize`],
      ...['--answer-within', '2000', '--json', '--wait'],
    );
    expect(made).toMatchObject({ code: 0, err: '' });
    const shown = made.json() as { secret: string; liveness: { state: string } };
    expect(shown.liveness.state).toBe('live');
    secret = shown.secret;
    expect((await aegis('authorize', 'get', '--json')).out).not.toContain(secret);
  });

  it('is tried: question, answer and time', async () => {
    backend.decide = () => ({ allowed: false, reason: 'ask the boss' });
    const tried = await aegis('authorize', 'test', 'orders.42:read', '--tenant', 'acme', '--user', 'ann');
    expect(tried.code).toBe(0);
    expect(tried.out).toMatch(/aegis-signature: t=\d+,v1=[0-9a-f]{64}/);
    expect(tried.out).toContain('ask the boss');
    expect(backend.server.requests.every((request) => isSignedBy(secret, request))).toBe(true);
    backend.server.answer = (_, response) => response.writeHead(500).end();
    const failed = await aegis('authorize', 'test', 'orders.42:read', '--json');
    expect(failed.code).toBe(1);
    expect(failed.json()).toMatchObject({ verdict: 'failed', problem: 'it answered 500' });
    backend.usual();
  });

  it('decides over requests of the routes that ask', async () => {
    const route = await system.customer.call(createRoute, {
      params: { app_id: app.id },
      body: { name: 'order', path: '/orders/:id', permission: 'orders.:id:read', authorize: 'callout' },
    });
    await system.live(route.revision);
    const refused = await order();
    expect(refused.json()).toMatchObject({ status: 403, detail: 'ask the boss' });
    backend.decide = () => ({ allowed: true });
    expect((await order()).status).toBe(403);
  });

  it('is purged by its own backend, with a token that may do nothing else', async () => {
    const { data: token } = await system.customer.call(createToken, {
      body: { name: 'backend', scopes: ['decisions:delete'], app_id: app.id },
    });
    const answer = await fetch(`${system.demo.admin}/api/v1/apps/${app.id}/authorize/production/purge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ permission: 'orders.**:*' }),
    });
    expect(answer.status).toBe(200);
    await system.live(Number(answer.headers.get('aegis-revision')));
    // Allowed now, as far as the backend goes; the sample backend wants a tenant besides.
    expect((await order()).json()).not.toMatchObject({ code: 'permission_denied' });
    backend.decide = () => ({ allowed: false });
    const purged = await system.customer.call(purgeDecisions, {
      params: { app_id: app.id, environment: 'production' },
      body: {},
    });
    await system.live(purged.revision);
    expect((await order()).json()).toMatchObject({ code: 'permission_denied' });
  });

  it('is removed: what only it decides is closed', async () => {
    expect((await aegis('authorize', 'remove', '--yes', '--wait')).code).toBe(0);
    expect((await order()).json()).toMatchObject({ code: 'authorize_unavailable' });
  });
});
