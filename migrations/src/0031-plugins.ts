import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned } from './sql.ts';

/** What plugins count: purges of an app's kept answers, and units that its backends report. */
export class Plugins1763700000031 implements MigrationInterface {
  name = 'Plugins1763700000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Gateways look for no kept answer of an older count.
      ALTER TABLE apps ADD COLUMN cache_generation integer NOT NULL DEFAULT 0;

      CREATE TABLE usage_units_by_hour (
        hour timestamptz NOT NULL,
        customer_id uuid NOT NULL,
        app_id uuid NOT NULL,
        environment text NOT NULL,
        unit text NOT NULL,
        tenant text NOT NULL,
        key_id text NOT NULL,
        route_id text NOT NULL,
        amount bigint NOT NULL,
        PRIMARY KEY (app_id, environment, hour, unit, tenant, key_id, route_id)
      );
      CREATE INDEX ON usage_units_by_hour (customer_id, hour);
      ${customerOwned('usage_units_by_hour', ['SELECT'])}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
