import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { chromiumOptions } from '../src/chromium.ts';
import { IdentityProvider } from '../src/identity-provider.ts';
import { mailedLink } from '../src/mailbox.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** The moment that decides: from registration to the first proxied call, in the browser, without reading docs. */
describe('a newcomer in the dashboard', () => {
  let system: System;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let provider: IdentityProvider | undefined;
  const complaints: string[] = [];
  const email = 'dana@acme.example';

  beforeAll(async () => {
    system = await startSystem();
    browser = await chromium.launch(chromiumOptions());
    context = await browser.newContext({
      baseURL: system.demo.dashboard,
      viewport: { width: 1280, height: 900 },
    });
    page = await context.newPage();
    // A refused script or style, an error nobody caught: the page is broken even where it looks right.
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await provider?.stop();
    await system?.stack.stop();
  }, 60_000);

  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  /** Until the change named so is served by the gateway. */
  const live = (said: string) =>
    page
      .getByTestId('change-status')
      .filter({ hasText: said })
      .getByText(/Live on 1 of 1 gateways/)
      .waitFor();

  it('registers and confirms the address through the mailed link', async () => {
    await page.goto('/');
    await heading('Sign in');
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await heading('Create an account');
    await press('Create account');
    await page.getByText('Fill this in.').first().waitFor();
    await fill('Your name', 'Dana Reyes');
    await fill('Company', 'Acme Retail');
    await fill('Work e-mail', email);
    await fill('Password', 'short');
    await press('Create account');
    await page.getByText('At least 10 characters.', { exact: true }).waitFor();
    await fill('Password', 'a long enough password');
    await press('Create account');
    await heading('Check your mail');
    await page.goto(await mailedLink(system, email));
    await heading('Acme Retail');
    await page.getByText('Put your first API behind the gateway').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  }, 60_000);

  it('creates the app with a tried upstream, and the first request turns the panel green', async () => {
    await page.getByRole('link', { name: 'New app' }).first().click();
    await heading('New app');
    await fill('Name', 'Orders');
    await fill('Upstream URL', `http://localhost:${system.stack.ports.sampleBackend}`);
    await page
      .getByTestId('probe')
      .getByText(/^Answered 200 in /)
      .waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await press('Create app');
    await heading('Orders');
    const panel = page.getByTestId('first-request');
    await panel.getByText('Waiting for your first request').waitFor();
    await live('App created');

    const byAddress = (await page.getByRole('region', { name: 'curl by address' }).textContent()) ?? '';
    const [, host, key] = /-H 'Host: (\S+)' -H 'X-API-Key: (\S+)'/.exec(byAddress) ?? [];
    expect(await page.getByLabel('API key', { exact: true }).textContent()).toBe(key);
    const answer = await system.send('/', { headers: { host: host ?? '', 'x-api-key': key ?? '' } });
    expect(answer.status).toBe(200);

    await panel.getByText('Your first request is through').waitFor();
    expect(await panel.getAttribute('data-state')).toBe('arrived');
    await press('Send another');
    await page.getByRole('region', { name: 'Answer', exact: true }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  }, 60_000);

  it('shows the secret once only', async () => {
    await page.reload();
    await page.getByText('The first key was shown once and is not kept here.').waitFor();
    expect(await page.getByLabel('API key', { exact: true }).count()).toBe(0);
  });

  it('adds a route that the gateway serves at once', async () => {
    await page.getByRole('link', { name: 'Open the app' }).click();
    await page.getByRole('link', { name: 'Routes', exact: true }).click();
    await press('Add route');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Path', { exact: true }).fill('/open/:id');
    await dialog.getByLabel('Name', { exact: true }).fill('open');
    await dialog.getByLabel('Who may call').selectOption('none');
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add route' }).click();
    await live('Route added');
    await page.getByRole('table').getByText('/open/:id').waitFor();
    const answer = await system.send('/open/7', { headers: { host: 'orders.localhost' } });
    expect(answer.json()).not.toMatchObject({ code: 'missing_credentials' });
  }, 60_000);

  it('shows the numbers of what was sent', async () => {
    await page.goto('/');
    await heading('Acme Retail');
    await until(async () => {
      const lead = await page.getByText(/requests? in the last 24 hours/).textContent({ timeout: 2_000 });
      return Number(lead?.split(' ')[0]) >= 3;
    }, 'three requests on the overview');
    await page.getByRole('figure', { name: /^Requests and errors/ }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  }, 60_000);

  it('goes anywhere by keyboard, in the dark, on a phone', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Where to?' }).fill('orders key');
    await page.getByRole('option', { name: /Orders\s*Keys/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/apps\/orders\/keys$/);
    await page.setViewportSize({ width: 375, height: 760 });
    await press('Switch to dark colours');
    await page.getByRole('table', { name: 'API keys' }).getByText('active').first().waitFor();
    const wider = await page.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect(wider).toBe(false);
    expect(await seriousProblems(page)).toEqual([]);
  }, 60_000);

  it('makes a key that works, and revokes it everywhere', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await press('Create key');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Robot');
    await dialog.getByLabel('Allowed addresses').fill('nowhere');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await dialog.getByText('Line 1: This is neither an address nor a range.').waitFor();
    await dialog.getByLabel('Allowed addresses').fill('');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    const secret = await page.getByRole('region', { name: 'Secret' }).textContent();
    await press('I have it');
    await live('API key created');
    const headers = { host: 'orders.localhost', 'x-api-key': secret ?? '' };
    expect((await system.send('/', { headers })).status).toBe(200);

    await press('Actions for Robot');
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await press('Revoke key');
    await live('API key revoked');
    const refused = await system.send('/', { headers });
    expect(refused.json()).toMatchObject({ status: 401, code: 'revoked_key' });
  }, 60_000);

  it('believes an identity provider whose tokens a route takes, and takes that back by typing its name', async () => {
    provider = await IdentityProvider.start('one');
    await page.getByRole('link', { name: 'JWT', exact: true }).click();
    await page.getByText('No identity provider yet').waitFor();
    await page.getByRole('button', { name: 'Add identity provider' }).first().click();
    const dialog = page.getByRole('dialog');
    const save = () => dialog.getByRole('button', { name: 'Add identity provider' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('login');
    await dialog.getByLabel('Issuer', { exact: true }).fill(provider.issuer);
    await dialog.getByLabel('Keys from').selectOption('jwks_url');
    await dialog.getByLabel('Address').fill('nowhere');
    await save();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Address').fill(`${provider.issuer}/missing`);
    await save();
    await dialog.getByText(/answered 404/).waitFor();
    await dialog.getByLabel('Keys from').selectOption('discovery');
    expect(await seriousProblems(page)).toEqual([]);
    await save();
    await live('Identity provider added');
    const row = page.getByRole('table', { name: 'Identity providers' });
    await row.getByText('one ES256').waitFor();
    await row.getByText('fetched').waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    await page.getByRole('link', { name: 'Routes', exact: true }).click();
    await press('/open/:id open');
    await dialog.getByLabel('Who may call').selectOption('jwt');
    await dialog.getByText(/a JSON Web Token of an identity provider/).waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await live('Route changed');
    const token = await provider.token('ann');
    const headers = { host: 'orders.localhost', authorization: `Bearer ${token}` };
    const said = async () => (await system.send('/open/7', { headers })).headers['www-authenticate'];
    expect(await said()).toBeUndefined();

    await page.getByRole('link', { name: 'JWT', exact: true }).click();
    await press('Actions for login');
    await page.getByRole('menuitem', { name: 'Revoke tokens' }).click();
    await dialog.getByLabel('User').fill('ann');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await live('Tokens revoked');
    expect(await said()).toContain('invalid_token');

    await press('Actions for login');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await fill('Type login to confirm', 'login');
    await press('Delete identity provider');
    await page.getByText('No identity provider yet').waitFor();
  }, 60_000);

  it('switches a plugin on with the form of its schema, and shows at the field what is refused', async () => {
    await page.getByRole('link', { name: 'Plugins' }).click();
    await page.getByRole('switch', { name: /^cors/ }).click();
    const origins = page.getByRole('textbox', { name: /origins/i });
    await origins.fill('no origin');
    await press('Save');
    await page.getByText('Line 1: not of the form that is described here.').waitFor();
    await origins.fill('https://shop.example');
    expect(await seriousProblems(page)).toEqual([]);
    await press('Save');
    await live('cors is on');
    const origin = 'https://shop.example';
    const answer = await system.send('/open/7', { headers: { host: 'orders.localhost', origin } });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
  }, 60_000);

  it('takes the lines of a plugin whole, with blanks and commas in them', async () => {
    await page.getByRole('switch', { name: /^response_transform/ }).click();
    await page.getByRole('textbox', { name: /set headers/i }).fill('x-plan: free, for now');
    await press('Save');
    await live('response_transform is on');
    const answer = await system.send('/open/7', { headers: { host: 'orders.localhost' } });
    expect(answer.headers['x-plan']).toBe('free, for now');
  }, 60_000);

  it('deletes the app only when its name is typed', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await press('Delete');
    const button = page.getByRole('button', { name: 'Delete for good' });
    await page.getByLabel('Type orders to confirm').fill('order');
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Type orders to confirm').fill('orders');
    await button.click();
    await heading('Apps');
    await page.getByText('No app yet').waitFor();
    await live('Orders deleted');
    const answer = await system.send('/open/7', { headers: { host: 'orders.localhost' } });
    expect(answer.json()).toMatchObject({ status: 404, code: 'unknown_host' });
  }, 60_000);

  it('lets the operator see the gateways and change the platform', async () => {
    await page.getByRole('button', { name: /dana@acme.example/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading('Sign in');
    await fill('E-mail', system.demo.operator.email);
    await fill('Password', system.demo.operator.password);
    await press('Sign in');
    await heading('Gateways');
    await page.getByText('up to date').waitFor();
    await page.getByRole('link', { name: 'Platform settings' }).click();
    await fill('Connections per worker', '5');
    await press('Save and publish');
    await page.getByText('At least 256.').waitFor();
    await fill('Connections per worker', '2048');
    await press('Save and publish');
    await page.getByText('worker_connections 2048;').waitFor();
    await live('Platform settings saved');
    expect(await seriousProblems(page)).toEqual([]);
  }, 90_000);

  it('breaks nothing on the way', () => {
    expect(complaints).toEqual([]);
  });
});
