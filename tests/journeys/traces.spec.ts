import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, signedInCommandLine } from '../src/aegis.ts';
import { openDashboard, signIn } from '../src/dashboard.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A refused request, asked about by its id: through the whole system. */
describe('a request trace', () => {
  let system: System;
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;
  let collector: Server;
  const spans: string[] = [];

  beforeAll(async () => {
    collector = createServer((request, response) => {
      void text(request).then((body) => {
        spans.push(body);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const { port } = collector.address() as AddressInfo;
    system = await startSystem({ AEGIS_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    cli = await signedInCommandLine(system.demo);
    ({ browser, page } = await openDashboard(system.demo.dashboard));
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
    collector?.close();
  }, 60_000);

  const idOf = async (send: Promise<{ headers: Record<string, string | string[] | undefined> }>) =>
    String((await send).headers['x-request-id']);

  const traced = (request: string) =>
    until(async () => {
      const ended = await cli.run(['trace', request]);
      return ended.code === 0 && ended.out;
    }, 'the trace');

  it('is told by the command line, with what to change', async () => {
    const text = await traced(await idOf(system.send('/orders?secret=1')));
    expect(text).toContain('missing_credentials');
    expect(text).toContain('Refused at the step "authenticate"');
    expect(text).toMatch(/change +Send a key/);
    expect(text).not.toContain('secret=1');
    const unknown = await cli.run(['trace', 'no-such-request', '--app', 'demo', '--json']);
    expect(unknown.code).toBe(5);
    expect(unknown.out).toContain('trace token');
  }, 60_000);

  it('is had for a request that passes, with a token', async () => {
    const made = await cli.run(['trace', 'token', '--app', 'demo']);
    expect(made.code).toBe(0);
    const headers = { 'X-Aegis-Trace': made.out.trim() };
    const text = await traced(await idOf(system.sendWithKey('/', { headers })));
    expect(text).toContain('it carried a trace token');
    expect(text).toMatch(/forward .*→ 200/);
    const listed = (await cli.run(['trace', 'list', '--app', 'demo', '--json'])).json() as {
      items: { kept_because: string }[];
    };
    expect(listed.items.map(({ kept_because }) => kept_because)).toContain('token');
  }, 60_000);

  it('comes by in the live log, which ends by itself when it has told enough', async () => {
    const tail = cli.run(['logs', 'tail', '--app', 'demo', '--status-class', '4', '--count', '2', '--json']);
    const ended = await until(async () => {
      await system.send('/live');
      return await Promise.race([tail, undefined]);
    }, 'two lines of the live log');
    expect(ended.code).toBe(0);
    const lines = ended.out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([401, 401]);
  }, 60_000);

  it('has spans, which the operator’s collector gets', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` };
    await system.sendWithKey('/', { headers });
    const body = await until(() => spans.find((one) => one.includes(trace)), 'the spans');
    expect(body).toContain('"parentSpanId":"b7ad6b7169203331"');
    expect(body).toContain('"service.name"');
  }, 60_000);

  it('is found in the dashboard, and leads to the setting', async () => {
    const request = await idOf(system.send('/orders'));
    await traced(request);
    await signIn(page, system.demo.customer);
    await page.getByRole('link', { name: 'Apps', exact: true }).first().click();
    await page.getByRole('link', { name: 'Demo', exact: true }).first().click();
    await page.getByRole('link', { name: 'Traces', exact: true }).click();
    await page.getByRole('table', { name: 'Traces' }).getByText('missing_credentials').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByLabel('Error code').selectOption('no_route');
    await page.getByText('Nothing found').waitFor();
    await page.getByLabel('Request id').fill(request);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Send a key of the environment production').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('link', { name: /^Open the route/ }).click();
    await page.getByRole('dialog').getByLabel('Path', { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Trace a request' }).first().click();
    await dialog.getByRole('button', { name: 'Make the header' }).click();
    await dialog.getByText(/^X-Aegis-Trace: aegis-trace\./).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Live', exact: true }).click();
    await page.getByText('Watching').waitFor();
    await until(async () => {
      await system.send('/seen-live');
      return (await page.getByRole('table', { name: 'Live log' }).getByText('/seen-live').count()) > 0;
    }, 'the request in the live log');
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Routes', exact: true }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('link', { name: 'What happened on the way' }).click();
    await dialog.getByText('Send a key of the environment production').waitFor();
  }, 60_000);
});
