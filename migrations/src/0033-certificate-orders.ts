import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned, platformOnly } from './sql.ts';

/** Certificates that the platform orders from a certificate authority, and renews. */
export class CertificateOrders1763700000033 implements MigrationInterface {
  name = 'CertificateOrders1763700000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE certificates
        ADD COLUMN origin text NOT NULL DEFAULT 'uploaded' CHECK (origin IN ('uploaded', 'ordered')),
        ADD COLUMN renews_at timestamptz;
      CREATE INDEX ON certificates (renews_at) WHERE renews_at IS NOT NULL;

      -- The platform's accounts with certificate authorities.
      CREATE TABLE acme_accounts (
        directory_url text PRIMARY KEY,
        -- PEM, sealed for this row.
        private_key text NOT NULL,
        -- Absent until the authority has given one.
        account_url text,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      ${platformOnly('acme_accounts')}

      CREATE TABLE certificate_orders (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        app_id uuid NOT NULL REFERENCES apps,
        hosts text[] NOT NULL,
        -- The certificate whose successor it is; that may be gone by now.
        renews uuid,
        status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'issued', 'failed', 'cancelled')),
        attempts integer NOT NULL DEFAULT 0,
        reason text,
        next_step text,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        -- The order at the authority that is under way, and the new certificate's key in PEM, sealed for this row.
        order_url text,
        private_key text,
        certificate_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON certificate_orders (app_id, created_at);
      CREATE INDEX ON certificate_orders (next_attempt_at) WHERE status = 'pending';
      CREATE INDEX ON certificate_orders (renews) WHERE renews IS NOT NULL;
      ${customerOwned('certificate_orders')}

      -- What gateways answer to the authority.
      CREATE TABLE challenge_answers (
        host text NOT NULL,
        token text NOT NULL,
        order_id uuid NOT NULL REFERENCES certificate_orders ON DELETE CASCADE,
        customer_id uuid NOT NULL REFERENCES customers,
        text text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (host, token)
      );
      CREATE INDEX ON challenge_answers (order_id);
      ${customerOwned('challenge_answers')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
