import type { Environment, Liveness, Upstream, UpstreamBody } from '@aegis/contracts';
import type { z } from 'zod';

/** What an upstream's row keeps as JSON. */
export type UpstreamSettings = Omit<z.output<typeof UpstreamBody>, 'environment' | 'name'>;

export interface StoredUpstream {
  id: string;
  environment: Environment;
  name: string;
  settings: UpstreamSettings;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const upstreamColumns = 'id, environment, name, settings, version, created_at, updated_at';

export const upstreamView = (row: StoredUpstream, liveness: Liveness): Upstream => ({
  id: row.id,
  environment: row.environment,
  name: row.name,
  ...row.settings,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});
