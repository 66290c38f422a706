import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned } from './sql.ts';

/** Certificates that gateways show for the hosts of apps. */
export class Certificates1763700000016 implements MigrationInterface {
  name = 'Certificates1763700000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE certificates (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        app_id uuid NOT NULL REFERENCES apps,
        names text[] NOT NULL,
        issuer text NOT NULL,
        fingerprint text NOT NULL,
        -- PEM, leaf first.
        chain text NOT NULL,
        -- PEM, sealed for this row.
        private_key text NOT NULL,
        valid_from timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        -- Days before the end of which members were told last.
        told_days integer,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON certificates (app_id);
      CREATE INDEX ON certificates (expires_at);
      ${customerOwned('certificates')}
      ALTER TABLE hosts ADD COLUMN certificate_id uuid REFERENCES certificates ON DELETE SET NULL;
      CREATE INDEX ON hosts (certificate_id) WHERE certificate_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
