import type { LimitBody, LimitPolicy } from '@aegis/contracts';
import type { z } from 'zod';

export type LimitSettings = Omit<z.output<typeof LimitBody>, 'name'>;
export interface LimitRow {
  id: string;
  name: string;
  settings: LimitSettings;
}

/** The policy as gateways read it: inside the app's document, named by id from everywhere else. */
export function policyOf({ id, name, settings }: LimitRow): LimitPolicy {
  const { applies_to_app: _, ...policy } = settings;
  return { id, name, ...policy };
}
