import { createRoute, createToken } from '@aegis/contracts';
import { type Browser, chromium } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, commandLine } from '../src/aegis.ts';
import { chromiumOptions } from '../src/chromium.ts';
import { CalloutBackend, isSignedBy } from '../src/gateway/callouts.ts';
import { type NewApp, type System, startSystem } from '../src/system.ts';

/** A company lets its own backend decide; each test goes on where the one before ended. */
describe('an authorize callout', () => {
  let system: System;
  let backend: CalloutBackend;
  let app: NewApp;
  let cli: CommandLine;
  let secret: string;
  let browser: Browser;

  beforeAll(async () => {
    backend = await CalloutBackend.start();
    system = await startSystem();
    app = await system.newApp('Asking');
    cli = commandLine();
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
    await backend?.stop();
  }, 60_000);

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

  it('is purged by its own backend, with a token that may do nothing else, and by command line', async () => {
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
    expect(await aegis('authorize', 'purge', '--everything', '--wait')).toMatchObject({ code: 0 });
    expect((await order()).json()).toMatchObject({ code: 'permission_denied' });
  });

  it('is set, tried, purged and removed in the dashboard', async () => {
    browser = await chromium.launch(chromiumOptions());
    const page = await browser.newPage({
      baseURL: system.demo.dashboard,
      viewport: { width: 1440, height: 900 },
    });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    const live = (said: string) =>
      page
        .getByTestId('change-status')
        .filter({ hasText: said })
        .getByText(/Live on 1 of 1 gateways/)
        .waitFor();
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(system.demo.customer.email);
    await page.getByLabel('Password').fill(system.demo.customer.password);
    await press('Sign in');
    await page.getByRole('link', { name: 'Apps', exact: true }).click();
    await page.getByRole('link', { name: 'Asking' }).first().click();
    await page.getByRole('link', { name: 'Callout', exact: true }).click();
    await page.getByText(`http://localhost:${backend.port}/aegis/authorize`).waitFor();
    await press('staging');
    await page.getByText('No callout in this environment').waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    await press('Set callout');
    await dialog.getByLabel('Address').fill('nowhere');
    await dialog.getByRole('button', { name: 'Set callout' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Address').fill(`http://localhost:${backend.port}/staging`);
    await dialog.getByLabel('When it gives no answer').selectOption('stale');
    await dialog.getByLabel(/Usable after its end/).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Set callout' }).click();
    const shown = await page.getByRole('region', { name: 'Secret' }).textContent();
    await press('I have it');
    await live('Callout set');

    backend.decide = () => ({ allowed: false, reason: 'not on staging', ttl: 9 });
    await page.getByLabel('Permission').fill('orders:read');
    await page.getByLabel('User').fill('ann');
    await press('Ask');
    await page.getByText(/not on staging · remembered for 9 s/).waitFor();
    const [request] = backend.server.requests.slice(-1);
    expect(request && isSignedBy(shown ?? '', request)).toBe(true);
    expect(await seriousProblems(page)).toEqual([]);

    await press('Actions for the callout');
    await page.getByRole('menuitem', { name: 'Purge answers' }).click();
    await dialog.getByLabel('User').fill('ann');
    await dialog.getByRole('button', { name: 'Purge' }).click();
    await live('Answers purged');
    await press('Actions for the callout');
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await press('Remove callout');
    await page.getByText('No callout in this environment').waitFor();
  }, 60_000);

  it('is removed: what only it decides is closed', async () => {
    expect((await aegis('authorize', 'remove', '--yes', '--wait')).code).toBe(0);
    expect((await order()).json()).toMatchObject({ code: 'authorize_unavailable' });
  });
});
