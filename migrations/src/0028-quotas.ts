import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned } from './sql.ts';

/** Quotas of apps, and what their owners were told. */
export class Quotas1763700000028 implements MigrationInterface {
  name = 'Quotas1763700000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE quotas (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        app_id uuid NOT NULL REFERENCES apps,
        name text NOT NULL COLLATE "C",
        settings jsonb NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX quotas_name ON quotas (app_id, name);
      ${customerOwned('quotas')}

      -- Each share of a quota is told once in a period; another amount is told anew.
      CREATE TABLE quota_notices (
        quota_id uuid NOT NULL REFERENCES quotas ON DELETE CASCADE,
        customer_id uuid NOT NULL REFERENCES customers,
        environment text NOT NULL,
        tenant text NOT NULL,
        period text NOT NULL,
        amount bigint NOT NULL,
        percent smallint NOT NULL,
        -- Smaller shares that were passed at the same time are not told by themselves.
        told boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (quota_id, period, environment, tenant, amount, percent)
      );
      ${customerOwned('quota_notices', ['SELECT'])}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
