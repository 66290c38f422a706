import type { Limit, Liveness } from '@aegis/contracts';
import type { z } from 'zod';
import type { LimitRow } from './policy.ts';

export interface StoredLimit extends LimitRow {
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const limitColumns = 'id, name, settings, version, created_at, updated_at';

export const limitView = (row: StoredLimit, liveness: Liveness): z.output<typeof Limit> => ({
  id: row.id,
  name: row.name,
  ...row.settings,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});
