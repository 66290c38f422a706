import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { type CertificateOrder, listCertificateOrders, listCertificates } from '@aegis/contracts';
import { freePorts } from '@aegis/stack';
import { startTestAuthority, type TestAuthority } from '@aegis/stack/testing';
import type { Browser, Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, signedInCommandLine } from '../src/aegis.ts';
import { openDashboard, signIn } from '../src/dashboard.ts';
import { shownFor } from '../src/gateway/certificates.ts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** Short, so that a renewal is seen. */
const LIFE_SECONDS = 24;

/** A certificate ordered from a real ACME server, which asks at the gateway's own port whether the host is ours. */
describe('a certificate that the platform orders', () => {
  let system: System;
  let authority: TestAuthority;
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;

  const host = 'demo.localhost';
  const app = ['--app', 'demo'];
  const tls = () => system.stack.ports.gatewayTls;

  /** A client that believes nobody but this authority. @returns what it is shown */
  async function shake(name: string, ca: string): Promise<X509Certificate> {
    const socket = connect({ port: tls(), host: '127.0.0.1', servername: name, ca });
    await once(socket, 'secureConnect');
    const certificate = socket.getPeerX509Certificate();
    socket.destroy();
    if (!certificate) throw new Error('no certificate');
    return certificate;
  }

  const childrenOf = (pid: number): number[] =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  /** nginx is the agent's child, its workers are nginx's. */
  const workers = () => childrenOf(system.stack.gateway.pid ?? 0).flatMap(childrenOf);

  beforeAll(async () => {
    const ports = await freePorts();
    authority = await startTestAuthority({ httpPort: ports.gateway, lifeSeconds: LIFE_SECONDS });
    const env = { AEGIS_ACME_DIRECTORY_URL: authority.directoryUrl, AEGIS_ACME_ROOTS: authority.roots };
    system = await startSystem(env, ports);
    cli = await signedInCommandLine(system.demo);
    ({ browser, page } = await openDashboard(system.demo.dashboard));
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
    await authority?.stop();
  }, 60_000);

  it('is shown to a client that verifies it, without a reload, and renews itself', async () => {
    const before = workers();
    expect(before.length).toBeGreaterThan(0);
    const byDefault = await shownFor(tls(), host);
    const ordered = await cli.run(['ssl', 'order', '--host', host, '--wait', ...app]);
    expect(ordered).toMatchObject({ code: 0, out: expect.stringContaining(host) });
    const issuer = await authority.issuer();
    const first = await until(() => shake(host, issuer), 'a certificate in force');
    expect(first.fingerprint256).not.toBe(byDefault);
    expect(first.checkHost(host)).toBe(host);
    expect(await shownFor(tls(), 'demo--staging.localhost')).toBe(byDefault);
    const second = await until(
      async () => {
        const shown = await shake(host, issuer);
        return shown.fingerprint256 !== first.fingerprint256 && shown;
      },
      'the renewal',
      60_000,
    );
    expect(second.checkHost(host)).toBe(host);
    expect(workers()).toEqual(before);
    const listed = (await cli.run(['ssl', 'orders', ...app, '--json'])).json() as {
      items: CertificateOrder[];
    };
    expect(listed.items.map(({ renewal }) => renewal)).toContain(true);
    expect((await cli.run(['ssl', 'list', ...app])).out).toContain('ordered');
  }, 120_000);

  it('says by command line why it was not issued, and what to do', async () => {
    const made = await system.newApp('Unreachable');
    await authority.setAddress('unreachable.localhost', false);
    const place = ['--app', 'unreachable'];
    const order = ['ssl', 'order', '--host', 'unreachable.localhost', '--wait'];
    const refused = await cli.run([...order, ...place]);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('unreachable.localhost');
    expect(refused.err).toContain('Point the DNS records');
    const query = { app_id: made.id };
    const [waiting] = (await system.customer.call(listCertificateOrders, { query })).data.items;
    expect(waiting).toMatchObject({ status: 'pending', attempts: 1 });
    const cancelled = await cli.run(['ssl', 'cancel', waiting?.id ?? '', ...place]);
    expect(cancelled).toMatchObject({ code: 0, out: expect.stringContaining('unreachable.localhost') });
  }, 60_000);

  it('is ordered in the dashboard, which shows what is wrong until a retry has it issued', async () => {
    const made = await system.newApp('Window');
    const wanted = 'window.localhost';
    await authority.setAddress(wanted, false);
    await signIn(page, system.demo.customer);
    await page.getByRole('link', { name: 'Apps', exact: true }).first().click();
    await page.getByRole('link', { name: 'Window', exact: true }).first().click();
    await page.getByRole('link', { name: 'TLS', exact: true }).click();
    await page.getByRole('button', { name: 'Order certificate' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('window--staging.localhost').click();
    await dialog.getByLabel('window--development.localhost').click();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Order', exact: true }).click();
    await page.getByText(`A certificate is not issued yet for ${wanted}`).waitFor();
    await page.getByText(/Point the DNS records/).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await authority.setAddress(wanted, true);
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('row').getByText(wanted, { exact: true }).waitFor();
    await page.getByText(/renews itself/).waitFor();
    await until(async () => (await page.getByText(/not issued/).count()) === 0, 'the notice to go');
    expect(await seriousProblems(page)).toEqual([]);
    const { items } = (await system.customer.call(listCertificates, { query: { app_id: made.id } })).data;
    expect(items).toEqual([expect.objectContaining({ hosts: [wanted], origin: 'ordered' })]);
    const issuer = await authority.issuer();
    await until(() => shake(wanted, issuer), 'a certificate in force');
  }, 60_000);
});
