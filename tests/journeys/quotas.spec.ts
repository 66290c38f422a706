import { redisKeys } from '@aegis/contracts';
import { Redis } from 'ioredis';
import type { Browser, Page } from 'playwright-core';
import { seriousProblems } from '../src/accessibility.ts';
import { type CommandLine, signedInCommandLine } from '../src/aegis.ts';
import { openDashboard, signIn } from '../src/dashboard.ts';
import { type NewApp, type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

const READOUT = '/.well-known/aegis/quota';

/** A quota from a person's hands to refused calls, mails and numbers, through the whole system. */
describe('a quota of an app', () => {
  let system: System;
  let cli: CommandLine;
  let browser: Browser;
  let page: Page;
  let shop: NewApp;

  beforeAll(async () => {
    system = await startSystem();
    shop = await system.newApp('Shop');
    cli = await signedInCommandLine(system.demo);
    ({ browser, page } = await openDashboard(system.demo.dashboard));
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await browser?.close();
    await system?.stack.stop();
  }, 60_000);

  const statuses = async (count: number) => {
    const list: number[] = [];
    for (let i = 0; i < count; i += 1) list.push((await shop.sendWithKey('/echo')).status);
    return list;
  };
  const quotas = (...args: string[]) => cli.run(['quotas', ...args, '--app', 'shop']);
  const usedOf = async (name: string) => {
    const usage = (await quotas('usage', name, '--json')).json() as { items: { used: number }[] };
    return usage.items[0]?.used;
  };

  it('counts what was used before it was added, and refuses what is above it', async () => {
    expect(await statuses(2)).toEqual([200, 200]);
    await until(async () => (await system.counted(shop.id)).requests === 2, 'the first calls to be counted');
    const added = await quotas('create', 'monthly', '--amount', '10', '--by', 'app', '--wait');
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('monthly: 10 a month') });
    expect(await statuses(9)).toEqual([...Array(8).fill(200), 429]);
    // A worker that did not refuse tells within a second what it let through.
    await until(async () => (await usedOf('monthly')) === 10, 'every worker to tell what it used');
    expect((await quotas('usage', 'monthly', '--json')).json()).toMatchObject({
      amount: 10,
      items: [{ tenant: '' }],
    });
    expect((await quotas('usage', 'monthly')).out).toContain('100 %');
  }, 60_000);

  it('can be read by the caller, with the API key', async () => {
    const answer = await shop.sendWithKey(READOUT);
    expect(answer.json()).toEqual({
      quotas: [
        expect.objectContaining({ name: 'monthly', amount: 10, used: 10, remaining: 0, kind: 'hard' }),
      ],
    });
    expect((await shop.send(READOUT)).status).toBe(401);
  });

  it('is told by mail, once for each share', async () => {
    const told = async () => {
      const response = await fetch(`${system.demo.mailbox}.json`);
      const { items } = (await response.json()) as { items: { subject: string }[] };
      return items.filter(({ subject }) => subject.includes('quota monthly')).map(({ subject }) => subject);
    };
    await until(async () => (await told()).some((subject) => subject.startsWith('100')), 'the last mail');
    expect(new Set(await told()).size).toBe((await told()).length);
  });

  it('is raised while it counts', async () => {
    expect((await quotas('update', 'monthly', '--amount', '12', '--wait')).code).toBe(0);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  }, 60_000);

  it('survives the loss of every counter in Redis', async () => {
    // Twelve that passed and two that were refused.
    await until(async () => (await system.counted(shop.id)).requests >= 14, 'all calls to be stored');
    const redis = new Redis(system.stack.ports.redis, '127.0.0.1');
    const names = await redis.keys(`aegis:1:{${shop.id}}:quota:*`);
    expect(names).toContain(redisKeys.quotaEpochs(shop.id));
    await redis.del(...names);
    redis.disconnect();
    await until(async () => (await shop.sendWithKey('/echo')).status === 429, 'the store to be seeded');
    await until(async () => (await usedOf('monthly')) === 12, 'every worker to tell what it used');
  }, 60_000);

  it('is seen and changed in the dashboard', async () => {
    await signIn(page, system.demo.customer);
    await page.getByRole('link', { name: 'Apps', exact: true }).first().click();
    await page.getByRole('link', { name: 'Shop', exact: true }).first().click();
    await page.getByRole('link', { name: 'Quotas', exact: true }).click();
    await page.getByRole('progressbar', { name: 'Shop' }).waitFor();
    await page.getByText('12 of 12').waitFor();
    await page.getByText('begins anew at').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add quota' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('daily');
    await dialog.getByLabel('Requests').fill('100');
    await dialog.getByLabel('In a calendar').selectOption('day');
    await dialog.getByLabel('Time zone').selectOption('Europe/Vienna');
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add quota' }).click();
    await page.getByText('100 calls a day for each tenant, by the clocks of Europe/Vienna').waitFor();
    await page.close();
  }, 60_000);

  it('is removed, and calls go on', async () => {
    const removed = await quotas('delete', 'monthly', '--yes', '--wait');
    expect(removed).toMatchObject({ code: 0 });
    expect(await statuses(2)).toEqual([200, 200]);
  }, 60_000);
});
