import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperatorPlugin } from '@aegis/contracts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, commandLine } from '../src/aegis.ts';
import { chromiumOptions } from '../src/chromium.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A plugin from its scaffold to its end, by the command line and the operator console. */
describe('a plugin of the operator', () => {
  let system: System;
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;
  let work: string;

  const aegis = (...args: string[]) => {
    const { admin, operator } = system.demo;
    return cli.run(args, { env: { AEGIS_URL: admin, AEGIS_TOKEN: operator.token } });
  };
  async function succeed(...args: string[]) {
    const ended = await aegis(...args);
    expect([ended.err, ended.code]).toEqual([expect.any(String), 0]);
    return ended;
  }
  const folder = () => join(work, 'my_plugin');
  const rewrite = (file: string, from: string, to: string) => {
    const path = join(folder(), file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
  const listed = async () => {
    const { items } = (await succeed('plugin', 'list', '--json')).json() as { items: OperatorPlugin[] };
    return items.find(({ name }) => name === 'my_plugin');
  };
  const headerOf = async () => (await system.send('/')).headers['x-my-plugin'];

  beforeAll(async () => {
    system = await startSystem();
    cli = commandLine();
    work = mkdtempSync(join(tmpdir(), 'aegis-plugin-'));
    browser = await chromium.launch(chromiumOptions());
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    cli?.close();
    rmSync(work, { recursive: true, force: true });
    await system?.stack.stop();
  });

  it('is scaffolded with a test that passes', async () => {
    await succeed('plugin', 'create', 'my-plugin', '--place', 'response', '--folder', work);
    expect((await succeed('plugin', 'test', folder())).out).toContain('✓ sets the header of an answer');
  });

  it('is installed and switched on, and works at once', async () => {
    await succeed('plugin', 'install', folder(), '--wait');
    await succeed('plugin', 'enable', 'my_plugin', '--settings', '{"value":"one"}', '--wait');
    expect(await headerOf()).toBe('one');
    expect(await listed()).toMatchObject({ version: '0.1.0', uses: { platform: true }, failures: [] });
  });

  it('is not installed while its tests fail', async () => {
    rewrite('init.lua', 'self.value', 'self.value:upper()');
    rewrite('plugin.json', '"0.1.0"', '"0.2.0"');
    expect(await aegis('plugin', 'install', folder())).toMatchObject({
      code: 3,
      err: expect.stringContaining('1 of its tests fail'),
    });
    rewrite('init_spec.lua', 'equal("hello"', 'equal("HELLO"');
    await succeed('plugin', 'install', folder(), '--wait');
    expect(await headerOf()).toBe('ONE');
  });

  it('shows on every side how it fails', async () => {
    rewrite('init.lua', 'self.value:upper()', 'self.nothing.value');
    rewrite('plugin.json', '"0.2.0"', '"0.3.0"');
    await succeed('plugin', 'install', folder(), '--skip-tests', '--wait');
    await system.send('/');
    await until(async () => (await listed())?.failures.length === 1, 'the failure to be reported');
    expect((await succeed('plugin', 'list')).err).toMatch(/my_plugin failed \d+ times on .*'nothing'/);
    await page.goto(`${system.demo.dashboard}/operator/plugins`);
    await page.getByLabel('E-mail', { exact: true }).fill(system.demo.operator.email);
    await page.getByLabel('Password', { exact: true }).fill(system.demo.operator.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Plugins', exact: true }).click();
    await page.getByText(/my_plugin 0\.3\.0 failed/).waitFor();
    await page
      .getByRole('row', { name: /my_plugin/ })
      .getByText('failing')
      .waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });

  it('that gateways refuse leaves the last good one running', async () => {
    rewrite('init.lua', 'self.nothing.value', '"good"');
    rewrite('plugin.json', '"0.3.0"', '"0.4.0"');
    await succeed('plugin', 'install', folder(), '--skip-tests', '--wait');
    expect(await headerOf()).toBe('good');
    rewrite('init.lua', 'return Plugin', 'return Plugin +');
    const refused = await aegis('plugin', 'install', folder(), '--skip-tests', '--wait');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('unexpected symbol') });
    expect(await headerOf()).toBe('good');
    rewrite('init.lua', 'return Plugin +', 'return Plugin');
    await succeed('plugin', 'install', folder(), '--skip-tests', '--wait');
  });

  it('is removed once it is switched off', async () => {
    expect((await aegis('plugin', 'remove', 'my_plugin', '--yes')).code).toBe(3);
    await succeed('plugin', 'disable', 'my_plugin', '--wait');
    expect(await headerOf()).toBeUndefined();
    await succeed('plugin', 'remove', 'my_plugin', '--yes', '--wait');
    expect(await listed()).toBeUndefined();
  });
});
