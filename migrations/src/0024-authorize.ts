import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned } from './sql.ts';

/** Authorize callouts of apps' environments, and which of their answers were purged. */
export class Authorize1763700000024 implements MigrationInterface {
  name = 'Authorize1763700000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE authorize_callouts (
        app_id uuid NOT NULL REFERENCES apps,
        environment text NOT NULL,
        customer_id uuid NOT NULL REFERENCES customers,
        settings jsonb NOT NULL,
        -- Key of the signature, sealed for this row.
        secret text NOT NULL,
        -- Part of the name of every answer: new when all of them are to be forgotten.
        generation text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (app_id, environment)
      );
      ${customerOwned('authorize_callouts')}

      -- An empty text stands for what a purge does not name.
      CREATE TABLE authorize_purges (
        app_id uuid NOT NULL,
        environment text NOT NULL,
        tenant text NOT NULL,
        user_id text NOT NULL,
        permission text NOT NULL,
        customer_id uuid NOT NULL REFERENCES customers,
        generation text NOT NULL,
        purged_at timestamptz NOT NULL,
        PRIMARY KEY (app_id, environment, tenant, user_id, permission),
        FOREIGN KEY (app_id, environment) REFERENCES authorize_callouts ON DELETE CASCADE
      );
      ${customerOwned('authorize_purges')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
