import type { Browser, Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, signedInCommandLine } from '../src/aegis.ts';
import { closedPort } from '../src/closed-port.ts';
import { openDashboard, signIn } from '../src/dashboard.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A target that fails, from the first call to what its owner sees of it. */
describe('the health of a backend', () => {
  let system: System;
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    system = await startSystem();
    cli = await signedInCommandLine(system.demo);
    ({ browser, page } = await openDashboard(system.demo.dashboard));
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
  }, 60_000);

  const health = async () => {
    await system.sendWithKey('/');
    const answer = await cli.run(['upstreams', 'health', 'default', '--app', 'demo', '--json']);
    return (answer.json() as { gateways: { targets: { state: string }[] }[] }).gateways;
  };

  it('is switched on and read by the command line', async () => {
    const alive = `http://localhost:${system.stack.ports.sampleBackend}`;
    const dead = `http://localhost:${closedPort()}`;
    const changed = await cli.run([
      ...['upstreams', 'update', 'default', '--app', 'demo', '-t', alive, '-t', dead],
      ...['--eject-after', '1', '--wait'],
    ]);
    expect(changed).toMatchObject({ code: 0 });
    const [gateway] = await until(async () => {
      const gateways = await health();
      return gateways.some(({ targets }) => targets.some(({ state }) => state === 'ejected')) && gateways;
    }, 'the ejection to be told');
    expect(gateway?.targets).toEqual([
      { target: alive, state: 'healthy' },
      { target: dead, state: 'ejected', reason: 'no connection' },
    ]);
    for (let i = 0; i < 6; i += 1) expect((await system.sendWithKey('/')).status).toBe(200);
  }, 60_000);

  it('is shown in the dashboard, where it is set too', async () => {
    await signIn(page, system.demo.customer);
    await page.getByRole('link', { name: 'Apps', exact: true }).first().click();
    await page.getByRole('link', { name: 'Demo', exact: true }).first().click();
    await page.getByRole('link', { name: 'Upstreams', exact: true }).click();
    await page.getByRole('button', { name: 'Actions for default of production' }).click();
    await page.getByRole('menuitem', { name: 'Health' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('ejected').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Actions for default of production' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await dialog.getByLabel('Ask targets at intervals').click();
    await dialog.getByLabel('Path', { exact: true }).fill('/health');
    await dialog.getByLabel('Shared', { exact: true }).selectOption('consistent_hash');
    await dialog.getByLabel('Same caller by').selectOption('cookie');
    await dialog.getByLabel('Name of the cookie').fill('cart');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { json } = await cli.run(['upstreams', 'list', '--app', 'demo', '-e', 'production', '--json']);
    expect(json()).toMatchObject({
      items: [
        {
          balance: 'consistent_hash',
          hash_by: { source: 'cookie', name: 'cart' },
          health: { passive: { failures: 1 }, active: { path: '/health' } },
        },
      ],
    });
  }, 60_000);
});
