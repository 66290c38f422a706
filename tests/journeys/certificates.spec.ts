import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, signedInCommandLine } from '../src/aegis.ts';
import { openDashboard, signIn } from '../src/dashboard.ts';
import { certificateFor, fingerprintOf, shownFor } from '../src/gateway/certificates.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A certificate on its way from a person's hands to a handshake, through the whole system. */
describe('a certificate of an app', () => {
  let system: System;
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;
  let folder: string;
  let byDefault: string;

  const host = 'demo.localhost';
  const shown = () => shownFor(system.stack.ports.gatewayTls, host);

  beforeAll(async () => {
    system = await startSystem();
    folder = mkdtempSync(join(tmpdir(), 'aegis-journey-'));
    byDefault = await shown();
    cli = await signedInCommandLine(system.demo);
    ({ browser, page } = await openDashboard(system.demo.dashboard));
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
    if (folder) rmSync(folder, { recursive: true });
  }, 60_000);

  it('is uploaded, listed and removed by the command line', async () => {
    const certificate = certificateFor(host);
    const [chain, key] = [join(folder, 'chain.pem'), join(folder, 'key.pem')];
    writeFileSync(chain, certificate.chain);
    writeFileSync(key, certificate.key);
    const app = ['--app', 'demo', '--wait'];
    const uploaded = await cli.run(['ssl', 'upload', '--chain', chain, '--key', key, ...app]);
    expect(uploaded).toMatchObject({ code: 0, out: expect.stringContaining(host) });
    expect(await shown()).toBe(fingerprintOf(certificate));
    const listed = (await cli.run(['ssl', 'list', '--json'])).json() as { items: { id: string }[] };
    expect(listed.items).toEqual([expect.objectContaining({ app: 'demo', hosts: [host] })]);
    const removed = await cli.run(['ssl', 'delete', listed.items[0]?.id ?? '', '--yes', ...app]);
    expect(removed).toMatchObject({ code: 0 });
    expect(await shown()).toBe(byDefault);
  }, 60_000);

  it('is uploaded and removed in the dashboard, which points at the field that is refused', async () => {
    const certificate = certificateFor(host);
    await signIn(page, system.demo.customer);
    await page.getByRole('link', { name: 'Apps', exact: true }).first().click();
    await page.getByRole('link', { name: 'Demo', exact: true }).first().click();
    await page.getByRole('link', { name: 'TLS', exact: true }).click();
    await page.getByText('No certificate of its own').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Upload certificate' }).first().click();
    const dialog = page.getByRole('dialog');
    const upload = () => dialog.getByRole('button', { name: 'Upload', exact: true }).click();
    await dialog.getByLabel('Certificate chain').fill(certificate.chain);
    await dialog.getByLabel('Private key').fill(certificateFor(host).key);
    await upload();
    await dialog.getByText('is not the key of the first certificate of the chain').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByLabel('Private key').fill(certificate.key);
    await upload();
    await page.getByRole('row').getByText(host, { exact: true }).waitFor();
    await page.getByRole('row').getByText('expires soon').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await until(async () => (await shown()) === fingerprintOf(certificate), 'the certificate');
    await page.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete certificate' }).click();
    await page.getByText('No certificate of its own').waitFor();
    await until(async () => (await shown()) === byDefault, 'the default certificate');
  }, 60_000);
});
