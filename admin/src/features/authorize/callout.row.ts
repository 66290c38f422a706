import { randomBytes } from 'node:crypto';
import type { Callout, CalloutBody, Environment, Liveness } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

export type CalloutSettings = Omit<CalloutBody, 'secret'>;
export type CalloutView = z.output<typeof Callout>;

/** Where a callout belongs; also its identity. */
export interface CalloutPlace {
  app_id: string;
  environment: Environment;
}

export interface StoredCallout extends CalloutPlace {
  settings: CalloutSettings;
  /** Sealed. */
  secret: string;
  generation: string;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const calloutColumns =
  'app_id, environment, settings, secret, generation, version, created_at, updated_at';

/** Part of a document's name, and of the names of answers in the gateways. */
export const calloutId = ({ app_id, environment }: CalloutPlace): string => `${app_id}.${environment}`;

/** What the stored secret is sealed for. */
export const secretContext = (place: CalloutPlace): string => `authorize_callouts:${calloutId(place)}`;

/** A text that was never there before. */
export const newGeneration = (): string => randomBytes(9).toString('base64url');

export async function readCallout(tx: Tx, place: CalloutPlace): Promise<StoredCallout | undefined> {
  const [row] = await tx.query<StoredCallout[]>(
    `SELECT ${calloutColumns} FROM authorize_callouts WHERE app_id = $1 AND environment = $2`,
    [place.app_id, place.environment],
  );
  return row;
}

/** @throws Problem not_found */
export async function findCallout(tx: Tx, place: CalloutPlace): Promise<StoredCallout> {
  const row = await readCallout(tx, place);
  if (!row) throw Problem.notFound('authorize callout of this environment');
  return row;
}

export const calloutView = (row: StoredCallout, liveness: Liveness): CalloutView => ({
  environment: row.environment,
  ...row.settings,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});
