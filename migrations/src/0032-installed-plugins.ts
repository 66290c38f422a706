import type { MigrationInterface, QueryRunner } from 'typeorm';
import { platformOnly } from './sql.ts';

/** Plugins that operators added. */
export class InstalledPlugins1763700000032 implements MigrationInterface {
  name = 'InstalledPlugins1763700000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE installed_plugins (
        name text PRIMARY KEY,
        -- plugin.json
        manifest jsonb NOT NULL,
        -- init.lua; null once removed: gateways are told so, and not by absence.
        source text,
        installed_by text NOT NULL,
        installed_at timestamptz NOT NULL
      );
      ${platformOnly('installed_plugins')}
      CREATE INDEX ON apps USING gin (plugins) WHERE deleted_at IS NULL;
      CREATE INDEX ON routes USING gin ((settings->'plugins'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
