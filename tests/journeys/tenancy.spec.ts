import { type Browser, chromium, type Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, commandLine } from '../src/aegis.ts';
import { chromiumOptions } from '../src/chromium.ts';
import { type System, startSystem } from '../src/system.ts';

/** A company's tenants and roles by command line and in the dashboard, against the whole system. */
describe('tenants and roles of the demo', () => {
  let system: System;
  let cli: CommandLine;
  beforeAll(async () => {
    system = await startSystem();
    cli = commandLine();
    const { admin, customer } = system.demo;
    const login = ['login', '--url', admin, '--email', customer.email];
    expect(await cli.run(login, { input: `${customer.password}\n` })).toMatchObject({ code: 0 });
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await system?.stack.stop();
  });

  async function succeed(...args: string[]) {
    const ended = await cli.run([...args, '--app', 'demo']);
    expect([ended.err, ended.code]).toEqual([expect.any(String), 0]);
    return ended;
  }
  const asAnn = async (path: string, method = 'GET') => {
    const headers = { authorization: `Bearer ${system.demo.jwt}`, 'content-type': 'application/json' };
    const body = method === 'POST' ? '{"item": "anvil", "quantity": 2}' : undefined;
    const answer = await system.send(path, { headers, method, ...(body && { body }) });
    return answer.status < 300 ? answer.status : (answer.json() as { code: string }).code;
  };
  const acme = ['--tenant', 'acme'];

  it('the token that npm start prints reads and places orders of its tenant', async () => {
    expect(await asAnn('/orders')).toBe(200);
    expect(await asAnn('/orders', 'POST')).toBe(201);
    const checked = await succeed('roles', 'check', 'orders:read', ...acme, '--user', 'ann', '--json');
    expect(checked.json()).toMatchObject({
      verdict: 'allowed',
      reasons: [{ role: 'viewer', through: ['clerk', 'viewer'], pattern: 'orders:read' }],
    });
    const call = await succeed(
      'roles',
      'check',
      '/orders/1',
      '-m',
      'POST',
      ...acme,
      '--user',
      'ann',
      '--json',
    );
    expect(call.json()).toMatchObject({ verdict: 'allowed', route: { name: 'place-orders' } });
  });

  it('a role is taken and granted again, live each time', async () => {
    await succeed('grants', 'add', 'ann', 'viewer', ...acme);
    await succeed('grants', 'remove', 'ann', 'clerk', ...acme, '--wait');
    expect(await asAnn('/orders')).toBe(200);
    expect(await asAnn('/orders', 'POST')).toBe('permission_denied');
    expect((await succeed('users', 'get', 'ann', ...acme)).out).toContain('viewer');
    await succeed('users', 'put', 'ann', '--role', 'clerk', ...acme, '--wait');
    expect(await asAnn('/orders', 'POST')).toBe(201);
    const grants = (await succeed('grants', 'list', '--role', 'clerk', '--json')).json();
    expect(grants).toMatchObject({ items: [{ tenant: 'acme', user: 'ann', role: 'clerk' }] });
  });

  it('a role that denies wins', async () => {
    await succeed('roles', 'create', 'careful', '-p', '!orders:write', '--description', 'Places nothing');
    await succeed('grants', 'add', 'ann', 'careful', ...acme, '--wait');
    expect(await asAnn('/orders', 'POST')).toBe('permission_denied');
    const told = await succeed('roles', 'check', 'orders:write', ...acme, '--user', 'ann');
    expect(told.out).toContain('!orders:write denies it: role careful (granted)');
    await succeed('roles', 'update', 'careful', '-p', 'orders:write', '--rename', 'harmless', '--wait');
    expect(await asAnn('/orders', 'POST')).toBe(201);
    expect((await cli.run(['roles', 'delete', 'harmless', '--app', 'demo', '--yes'])).code).toBe(3);
    await succeed('grants', 'remove', 'ann', 'harmless', ...acme);
    await succeed('roles', 'delete', 'harmless', '--yes');
  });

  it('a tenant moves to a tier with a limit, is suspended and resumed', async () => {
    await succeed(
      'limits',
      'create',
      'once',
      '--amount',
      '1',
      '--per',
      '1h',
      '--by',
      'tenant',
      '--store',
      'local',
    );
    await succeed('tiers', 'create', 'tiny', '--limit', 'once');
    await succeed('tenants', 'put', 'acme', '--tier', 'tiny', '--metadata', 'region=eu', '--wait');
    const answers = [await asAnn('/orders'), await asAnn('/orders'), await asAnn('/orders')];
    expect(answers).toContain('rate_limited');
    await succeed('tenants', 'put', 'acme', '--tier', '', '--wait');
    expect(await asAnn('/orders')).toBe(200);
    await succeed('tiers', 'update', 'tiny', '--rename', 'small');
    await succeed('tiers', 'delete', 'small', '--yes');
    await succeed('tenants', 'suspend', 'acme', '--wait');
    expect(await asAnn('/orders')).toBe('tenant_suspended');
    expect((await succeed('tenants', 'list', '--status', 'suspended', '--output', 'name')).out.trim()).toBe(
      'acme',
    );
    await succeed('tenants', 'resume', 'acme', '--wait');
    expect(await asAnn('/orders')).toBe(200);
  });

  it('unknown tenants are refused when the app says so', async () => {
    const key = (await succeed('keys', 'create', 'globex', '--tenant', 'globex', '--wait', '--json')).json();
    const { secret } = key as { secret: string };
    const asGlobex = async () => (await system.send('/', { headers: { 'x-api-key': secret } })).status;
    expect(await asGlobex()).toBe(200);
    const update = (...flags: string[]) => cli.run(['apps', 'update', 'demo', ...flags, '--wait']);
    expect(await update('--unknown-tenants', 'refuse')).toMatchObject({ code: 0 });
    expect(await asGlobex()).toBe(403);
    await succeed('tenants', 'put', 'globex', '--user', 'gus=viewer', '--wait');
    expect(await asGlobex()).toBe(200);
    await succeed('users', 'delete', 'gus', '--tenant', 'globex', '--yes');
    await succeed('tenants', 'delete', 'globex', '--yes', '--wait');
    expect(await asGlobex()).toBe(403);
    expect(await update('--unknown-tenants', 'serve')).toMatchObject({ code: 0 });
  });

  describe('in the dashboard', () => {
    let browser: Browser;
    let page: Page;
    let at: string;
    beforeAll(async () => {
      browser = await chromium.launch(chromiumOptions());
      const { dashboard, customer } = system.demo;
      const context = await browser.newContext({
        baseURL: dashboard,
        viewport: { width: 1280, height: 900 },
      });
      page = await context.newPage();
      await page.goto('/login');
      await fill('E-mail', customer.email);
      await fill('Password', customer.password);
      await press('Sign in');
      await page.waitForURL(/\/c\//);
      at = `${new URL(page.url()).pathname}/apps/demo`.replace('//', '/');
    }, 60_000);
    afterAll(() => browser?.close());

    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    /** Until the change named so is served by the gateway. */
    const live = (said: string) =>
      page
        .getByTestId('change-status')
        .filter({ hasText: said })
        .getByText(/Live on 1 of 1 gateways/)
        .waitFor();

    it('adds a tier, a tenant in it, and a user with a role', async () => {
      await page.goto(`${at}/tenants`);
      await press('Add tier');
      await fill('Name', 'gold');
      await page.getByRole('dialog').getByRole('button', { name: 'Add tier' }).click();
      await live('Tier added');
      await press('Add tenant');
      await fill('Id', 'initech');
      await page.getByRole('dialog').getByLabel('Tier').selectOption('gold');
      await page.getByRole('dialog').getByRole('button', { name: 'Add tenant' }).click();
      await live('Tenant added');
      expect(await seriousProblems(page)).toEqual([]);
      await page.getByRole('link', { name: /initech/ }).click();
      // In the list's head, and as the next step of an empty one.
      await page.getByRole('button', { name: 'Add user' }).first().click();
      await fill('Id', 'bill');
      await page.getByLabel('viewer', { exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click();
      await live('User added');
      await page.getByRole('table', { name: 'Users' }).getByText('viewer').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
    });

    it('adds a role that inherits, and tells who may do what, and why', async () => {
      await page.goto(`${at}/roles`);
      await press('Add role');
      await fill('Name', 'boss');
      await page
        .getByRole('dialog')
        .getByLabel(/^Permissions/)
        .fill('orders.**:*\n!orders:purge');
      await page.getByRole('dialog').getByLabel('clerk', { exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add role' }).click();
      await live('Role added');
      await fill('Permission', 'orders:purge');
      await page.getByLabel(/^Roles in the token/).fill('boss');
      await press('Check');
      await page.getByText('Denied', { exact: true }).waitFor();
      await page.getByText('!orders:purge', { exact: true }).last().waitFor();
      expect(await seriousProblems(page)).toEqual([]);
    });

    it('suspends a tenant', async () => {
      await page.goto(`${at}/tenants/acme`);
      await press('Actions for Acme');
      await page.getByRole('menuitem', { name: 'Suspend' }).click();
      await press('Suspend tenant');
      await live('Tenant suspended');
      expect(await asAnn('/orders')).toBe('tenant_suspended');
    });
  });
});
