import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumOptions } from './chromium.ts';

/** A browser with one page of the dashboard, as wide as a laptop's. */
export async function openDashboard(baseURL: string): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch(chromiumOptions());
  const page = await browser.newPage({ baseURL, viewport: { width: 1280, height: 900 } });
  return { browser, page };
}

/** Ends on the page behind the sign-in. */
export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail', { exact: true }).fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
}
