import { Problem } from '../../platform/http/problem.ts';
import { assertVersion } from '../../platform/http/version.ts';

/**
 * An upsert with `If-Match`: the version that the caller saw, 0 for "there was none".
 * @throws Problem edited_meanwhile, or conflict where there is one that the caller wanted to make
 */
export function assertSeen(
  ifMatch: number | undefined,
  before: { version: number } | undefined,
  what: string,
): void {
  if (ifMatch === 0 && before) throw Problem.conflict(`There is a ${what} of this id.`);
  assertVersion(ifMatch, before?.version ?? 0);
}
