import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createApp, getAppPlugins, replaceAppPlugins } from '@aegis/contracts';
import type { Browser, Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, signedInCommandLine } from '../src/aegis.ts';
import { openDashboard, signIn } from '../src/dashboard.ts';
import { call } from '../src/gateway/call.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

const SECRET = 'Bearer of-the-log-server';

/** Plugins from the form in the dashboard to what they do, through the whole system. */
describe('plugins', () => {
  let system: System;
  let app: { id: string; key: string };
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;
  let sink: Server;
  let sinkUrl: string;
  const logged: { authorization: string | undefined; body: string }[] = [];
  let asked = 0;
  let backend: Server;

  beforeAll(async () => {
    sink = createServer((request, response) => {
      void text(request).then((body) => {
        logged.push({ authorization: request.headers.authorization, body });
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    backend = createServer((_, response) => {
      asked += 1;
      response.setHeader('cache-control', 'max-age=600');
      response.setHeader('x-tokens', '7');
      response.end(`answer ${asked}`);
    }).listen(0, '127.0.0.1');
    await Promise.all([once(sink, 'listening'), once(backend, 'listening')]);
    sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/in`;
    system = await startSystem();
    const { data, revision } = await system.customer.call(createApp, {
      body: { name: 'Plugged', upstream_url: `http://127.0.0.1:${(backend.address() as AddressInfo).port}` },
    });
    await system.live(revision);
    app = { id: data.id, key: data.first_key ?? '' };
    cli = await signedInCommandLine(system.demo);
    ({ browser, page } = await openDashboard(system.demo.dashboard));
    await signIn(page, system.demo.customer);
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
    sink?.close();
    backend?.close();
  }, 60_000);

  const send = (path: string) =>
    call(system.stack.ports.gateway, path, { headers: { host: 'plugged.localhost', 'x-api-key': app.key } });
  const card = (name: string) =>
    page.locator('form').filter({ has: page.getByLabel(new RegExp(`^${name}`)) });
  const open = async () => {
    await page.goto('/c/demo/apps/plugged/plugins');
    await page.getByText('What is switched on here').waitFor();
    await card('access_log').waitFor();
  };
  const save = async (name: string) => {
    await card(name).getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .getByTestId('change-status')
      .filter({ hasText: `${name} is on` })
      .getByText(/Live on 1 of 1/)
      .waitFor();
  };

  it('are set in forms made from their schemas; a secret is never shown again', async () => {
    await open();
    await card('access_log')
      .getByLabel(/^access_log/)
      .click();
    await card('access_log').getByLabel(/^URL/).fill(sinkUrl);
    await card('access_log')
      .getByLabel(/^Authorization/)
      .fill(SECRET);
    expect(await seriousProblems(page)).toEqual([]);
    await save('access_log');
    await send('/first');
    await until(() => logged.some(({ body }) => body.includes('"path":"/first"')), 'the line');
    expect(logged[0]?.authorization).toBe(SECRET);

    await open();
    const secret = card('access_log').getByLabel(/^Authorization/);
    expect(await secret.inputValue()).toBe('');
    expect(await secret.getAttribute('placeholder')).toBe('set; type to replace it');
    expect(await page.content()).not.toContain(SECRET);
    await card('access_log')
      .getByLabel(/^Query values/)
      .click();
    await save('access_log');
    logged.length = 0;
    await send('/second?page=2');
    await until(
      () => logged.some(({ body }) => body.includes('"query":"page=2"')),
      'the line with its query',
    );
    expect(logged[0]?.authorization).toBe(SECRET);
  }, 60_000);

  it('refuse in the form what gateways would refuse', async () => {
    await open();
    await card('request_validation')
      .getByLabel(/^request_validation/)
      .click();
    await card('request_validation').getByRole('textbox', { name: /^Body/ }).fill('{ "type": "text" }');
    await card('request_validation').getByRole('button', { name: 'Save', exact: true }).click();
    await card('request_validation').getByText(/must/).first().waitFor();
  }, 60_000);

  it('keep answers until they are purged, and count what backends report', async () => {
    await open();
    const meter = card('meter');
    await meter.getByLabel(/^meter/).click();
    await meter.getByRole('button', { name: 'Add to meters' }).click();
    await meter.getByLabel(/^Header/).fill('x-tokens');
    await meter.getByRole('button', { name: 'Save', exact: true }).click();
    await meter.getByText(/^Line 1: must/).waitFor();
    await meter.getByLabel(/^Unit/).fill('tokens');
    expect(await seriousProblems(page)).toEqual([]);
    await save('meter');
    const params = { app_id: app.id };
    const { plugins } = (await system.customer.call(getAppPlugins, { params })).data;
    const { revision } = await system.customer.call(replaceAppPlugins, {
      params,
      body: { plugins: { ...plugins, response_cache: {} } },
    });
    await system.live(revision);
    const first = await send('/kept');
    expect((await send('/kept')).text).toBe(first.text);
    const purged = await cli.run(['cache', 'purge', '--app', 'plugged', '--wait']);
    expect([purged.code, purged.out]).toEqual([
      0,
      expect.stringContaining('Purged the kept answers of Plugged'),
    ]);
    expect((await send('/kept')).text).not.toBe(first.text);
    await until(async () => {
      const { out } = await cli.run(['usage', 'units', '--app', 'plugged', '--by', 'key']);
      return /tokens .*14/.test(out);
    }, 'the units');
    await page.goto('/c/demo/apps/plugged');
    await page.getByRole('heading', { name: 'Metered units' }).waitFor();
    await page.getByText('tokens', { exact: true }).waitFor();
    await open();
    await page.getByRole('button', { name: 'Purge kept answers', exact: true }).click();
    await page.getByTestId('change-status').filter({ hasText: 'Kept answers purged' }).waitFor();
  }, 60_000);
});
