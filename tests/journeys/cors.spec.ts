import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createLimit, createRoute } from '@aegis/contracts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumOptions } from '../src/chromium.ts';
import { type NewApp, type System, startSystem } from '../src/system.ts';

interface Seen {
  status: number;
  code: string | undefined;
  limit: string | null;
}

/** A page of an allowed origin in a real browser: preflight, key, and readable refusals. */
describe('a browser on another origin', () => {
  let system: System;
  let app: NewApp;
  let pages: Server;
  let browser: Browser;
  let page: Page;
  let gateway: string;

  beforeAll(async () => {
    system = await startSystem();
    pages = createServer((_, answer) =>
      answer.setHeader('content-type', 'text/html').end('<title>shop</title>'),
    );
    pages.listen(0, '127.0.0.1');
    await once(pages, 'listening');
    const address = pages.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    app = await system.newApp('Shop');
    gateway = `http://shop.localhost:${system.stack.ports.gateway}`;
    await allow(origin);
    browser = await chromium.launch(chromiumOptions());
    page = await browser.newPage();
    await page.goto(origin);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    pages?.close();
    await system?.stack.stop();
  }, 60_000);

  async function allow(origin: string): Promise<void> {
    const params = { app_id: app.id };
    await system.customer.call(createLimit, {
      params,
      body: { name: 'three', amount: 3, period_ms: 60_000, by: ['key'], store: 'local' },
    });
    const { revision } = await system.customer.call(createRoute, {
      params,
      body: { name: 'echo', path: '/echo', limits: ['three'], plugins: { cors: { origins: [origin] } } },
    });
    await system.live(revision);
  }

  /** What the page's own script sees of an answer. */
  const seen = (headers: Record<string, string>): Promise<Seen> =>
    page.evaluate(
      async ([url, sent]) => {
        const response = await fetch(url, { headers: sent });
        const body = (await response.json()) as { code?: string };
        return { status: response.status, code: body.code, limit: response.headers.get('ratelimit-policy') };
      },
      [`${gateway}/echo`, headers] as const,
    );

  it('passes the preflight and reads answers, a 401 and a 429 with their limits', async () => {
    const key = { 'x-api-key': app.key, 'x-aegis-tenant': 'acme' };
    expect(await seen(key)).toMatchObject({ status: 200, limit: expect.stringContaining('q=3') });
    expect(await seen({ 'x-api-key': 'aegis_prod_nonsense' })).toMatchObject({
      status: 401,
      code: 'malformed_key',
    });
    for (let i = 0; i < 2; i += 1) await seen(key);
    const refused = await seen(key);
    expect(refused).toMatchObject({
      status: 429,
      code: 'rate_limited',
      limit: expect.stringContaining('q=3'),
    });
  }, 60_000);
});
