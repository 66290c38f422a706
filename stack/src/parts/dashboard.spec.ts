import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../system/ports.ts';
import { startDashboard } from './dashboard.ts';

/** The server that ships with the dashboard, through a real nginx, in front of a recording admin service. */
describe("the dashboard's server", () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-dashboard-'));
  const seen: IncomingMessage[] = [];
  const admin = createServer((request, response) => {
    seen.push(request);
    request.resume();
    response.setHeader('cache-control', 'no-store, private');
    response.setHeader('content-security-policy', "default-src 'self'");
    response.setHeader('content-type', 'application/json').end('{"from":"admin"}');
  });
  let origin: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const files = join(directory, 'dist');
    mkdirSync(join(files, 'assets'), { recursive: true });
    writeFileSync(join(files, 'index.html'), '<!doctype html><title>the page</title>');
    writeFileSync(join(files, 'assets/main-Ab12.js'), `console.log(${JSON.stringify('x'.repeat(4_000))})`);
    await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve));
    const port = await freePort();
    const adminPort = (admin.address() as AddressInfo).port;
    const part = await startDashboard({ directory, logFile: join(directory, 'log'), port, adminPort, files });
    origin = `http://127.0.0.1:${port}`;
    stop = () => part.stop();
  });

  afterAll(async () => {
    await stop();
    admin.closeAllConnections();
    admin.close();
    rmSync(directory, { recursive: true });
  });

  it.each(['/', '/c/acme/apps/1?tab=keys', '/register', '/operator/gateways'])(
    'answers %s with the page',
    async (path) => {
      const response = await fetch(origin + path);
      expect(await response.text()).toContain('the page');
      expect(response.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('lets a page run its own scripts only, in no frame', async () => {
    const { headers } = await fetch(origin);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('server')).toBe('nginx');
  });

  it('speaks of HSTS behind a proxy that ends TLS', async () => {
    const { headers } = await fetch(origin, { headers: { 'x-forwarded-proto': 'https' } });
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
  });

  it('sends hashed files compressed and for ever, and missing ones not as the page', async () => {
    const response = await fetch(`${origin}/assets/main-Ab12.js`);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('content-type')).toBe('text/javascript');
    expect((await fetch(`${origin}/assets/gone-Cd34.js`)).status).toBe(404);
  });

  it.each([
    ['GET', '/api/v1/apps?limit=1'],
    ['GET', '/api/v1/operator/gateways'],
    ['POST', '/oauth/token'],
    ['PATCH', '/addons/1/config'],
    ['POST', '/webhooks/stripe'],
    ['GET', '/health'],
  ])('leads %s %s to the admin service as it is', async (method, path) => {
    seen.length = 0;
    const response = await fetch(origin + path, { method });
    expect(await response.json()).toEqual({ from: 'admin' });
    expect(seen.map((request) => [request.method, request.url])).toEqual([[method, path]]);
    expect(seen[0]?.headers).toMatchObject({ host: new URL(origin).host, 'x-forwarded-for': '127.0.0.1' });
    expect(response.headers.get('cache-control')).toBe('no-store, private');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  it('registers by POST /register, whose page is the dashboard', async () => {
    seen.length = 0;
    const response = await fetch(`${origin}/register`, { method: 'POST', body: '{}' });
    expect(await response.json()).toEqual({ from: 'admin' });
    expect(seen[0]?.url).toBe('/api/v1/register');
  });

  it.each(['/metrics', '/mailbox', '/mailbox.json', '/api/docs', '/api/openapi.json', '/ready'])(
    'has no way through to %s',
    async (path) => {
      seen.length = 0;
      await fetch(origin + path);
      expect(seen).toEqual([]);
    },
  );
});
