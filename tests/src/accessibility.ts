import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const rules = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  impact: string | null;
  id: string;
  nodes: { html: string }[];
}

/** What axe-core finds serious or critical in the page as it stands: rule and first element. */
export async function seriousProblems(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the page's content security policy allows none.
  await page.evaluate(await readFile(rules, 'utf8'));
  // What is still moving has not its own colours yet.
  await page.evaluate(
    'Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => undefined)))',
  );
  const violations = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)`,
  )) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
