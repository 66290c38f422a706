import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned } from './sql.ts';

/** Identity providers whose tokens apps believe. */
export class JwtIssuers1763700000015 implements MigrationInterface {
  name = 'JwtIssuers1763700000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jwt_issuers (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        app_id uuid NOT NULL REFERENCES apps,
        name text NOT NULL COLLATE "C",
        issuer text NOT NULL,
        settings jsonb NOT NULL,
        -- Public keys in force: [{kid?, algorithms, pem}].
        keys jsonb NOT NULL,
        -- The shared secret, sealed for this row.
        secret text,
        revoked jsonb NOT NULL DEFAULT '{"tokens": {}, "users": {}}',
        fetched_at timestamptz,
        fetch_problem text,
        next_fetch_at timestamptz,
        -- When a gateway last made us look again.
        asked_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX jwt_issuers_name ON jwt_issuers (app_id, name);
      CREATE UNIQUE INDEX jwt_issuers_issuer ON jwt_issuers (app_id, issuer);
      CREATE INDEX ON jwt_issuers (next_fetch_at) WHERE next_fetch_at IS NOT NULL;
      ${customerOwned('jwt_issuers')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
