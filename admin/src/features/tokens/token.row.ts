import type { Environment, Token } from '@aegis/contracts';

/** A row of `tokens` without its hash, which the application's role cannot read either. */
export interface TokenRow {
  id: string;
  account_id: string;
  kind: 'personal' | 'machine';
  name: string;
  prefix: string;
  scopes: string[];
  app_id: string | null;
  environment: Environment | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

export const tokenColumns =
  't.id, t.account_id, t.kind, t.name, t.prefix, t.scopes, t.app_id, t.environment, t.created_at, t.expires_at, t.last_used_at';

export const tokenView = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  prefix: row.prefix,
  scopes: row.scopes,
  created_at: row.created_at.toISOString(),
  ...(row.app_id === null ? {} : { app_id: row.app_id }),
  ...(row.environment === null ? {} : { environment: row.environment }),
  ...(row.expires_at === null ? {} : { expires_at: row.expires_at.toISOString() }),
  ...(row.last_used_at === null ? {} : { last_used_at: row.last_used_at.toISOString() }),
});
