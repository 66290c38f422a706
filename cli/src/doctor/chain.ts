import type { App, Client, Gateway, Me } from '@aegis/contracts';
import type { Settings } from '../connection/settings.ts';
import { FixableError } from '../errors.ts';

export interface Finding {
  state: 'ok' | 'warning' | 'broken' | 'skipped';
  text: string;
  /** What to do; with a warning or a broken link. */
  fix?: string;
}

/** What earlier links learned and later ones need. */
export interface Patient {
  api: Client;
  settings: Settings;
  /** Version of this command line. */
  version: string;
  me?: Me;
  gateways?: Gateway[];
  app?: App;
}

export interface Link {
  name: string;
  check(patient: Patient): Promise<Finding>;
}

export type Diagnosis = Finding & { name: string };

export const ok = (text: string): Finding => ({ state: 'ok', text });
export const skipped = (text: string): Finding => ({ state: 'skipped', text });
export const warning = (text: string, fix: string): Finding => ({ state: 'warning', text, fix });
export const broken = (text: string, fix: string): Finding => ({ state: 'broken', text, fix });

/** Checks link by link, telling each as it is known. After a broken one the rest cannot be judged. */
export async function examine(
  links: readonly Link[],
  patient: Patient,
  tell: (diagnosis: Diagnosis) => void,
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  let stopped = false;
  for (const { name, check } of links) {
    const finding: Finding = stopped ? skipped('not checked') : await checked(check, patient);
    const diagnosis = { name, ...finding };
    stopped ||= finding.state === 'broken';
    found.push(diagnosis);
    tell(diagnosis);
  }
  return found;
}

/** An error that its reader can fix is a broken link; a bug of ours stays one. */
async function checked(check: Link['check'], patient: Patient): Promise<Finding> {
  try {
    return await check(patient);
  } catch (error) {
    if (error instanceof FixableError) return broken(error.fix.message, error.fix.next);
    throw error;
  }
}
