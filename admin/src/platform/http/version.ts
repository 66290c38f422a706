import { Problem } from './problem.ts';

/** @throws Problem edited_meanwhile when the caller saw another version. Read the row FOR UPDATE before. */
export function assertVersion(ifMatch: number | undefined, version: number): void {
  if (ifMatch !== undefined && ifMatch !== version) throw new Problem('edited_meanwhile');
}
