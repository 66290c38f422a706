import type { MigrationInterface, QueryRunner } from 'typeorm';
import { roles } from './sql.ts';

/** Login roles (passwords are set by the migrate command) and the functions that row-level security asks. */
export class Roles1763700000001 implements MigrationInterface {
  name = 'Roles1763700000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const role of Object.values(roles)) await runner.query(createRole(role));
    await runner.query(`
      GRANT USAGE ON SCHEMA public TO ${roles.app}, ${roles.platform};

      CREATE FUNCTION aegis_customer() RETURNS uuid LANGUAGE sql STABLE
        AS $$ SELECT nullif(current_setting('aegis.customer_id', true), '')::uuid $$;
      CREATE FUNCTION aegis_account() RETURNS uuid LANGUAGE sql STABLE
        AS $$ SELECT nullif(current_setting('aegis.account_id', true), '')::uuid $$;

      CREATE SCHEMA jobs AUTHORIZATION ${roles.platform};
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Roles belong to the whole server, so another database of it may have made them. */
const createRole = (role: string): string => `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
      CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    -- The owner belongs to the roles: it hands a schema to one, and its functions (SECURITY DEFINER) pass the wall.
    EXECUTE format('GRANT ${role} TO %I', current_user);
  END $$;
`;
