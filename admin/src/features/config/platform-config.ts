import { NginxSettings, PlatformConfig } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

export interface StoredConfig {
  config: PlatformConfig;
  /** 0 while nobody has changed anything: the defaults are in force. */
  version: number;
}

const defaults: PlatformConfig = { nginx: NginxSettings.parse({}), plugins: {} };

/** The platform's settings. Those that a newer release added have their defaults. */
export async function readConfig(tx: Tx, lock = false): Promise<StoredConfig> {
  const [row] = await tx.query<{ config: unknown; version: number }[]>(
    `SELECT config, version FROM platform_config${lock ? ' FOR UPDATE' : ''}`,
  );
  return row
    ? { config: PlatformConfig.parse(row.config), version: row.version }
    : { config: defaults, version: 0 };
}

export async function writeConfig(tx: Tx, config: PlatformConfig): Promise<StoredConfig> {
  const [row] = await tx.query<{ version: number }[]>(
    `INSERT INTO platform_config (config) VALUES ($1::jsonb)
     ON CONFLICT (single) DO UPDATE SET config = EXCLUDED.config, version = platform_config.version + 1
     RETURNING version`,
    [JSON.stringify(config)],
  );
  return { config, version: row?.version ?? 0 };
}
