import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned } from './sql.ts';

/** Tenants of apps with their tiers and users; roles and who has them. */
export class Tenancy1763700000020 implements MigrationInterface {
  name = 'Tenancy1763700000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [tiers, tenants, roles]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const part = (table: string, columns: string) => `
  CREATE TABLE ${table} (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers,
    app_id uuid NOT NULL REFERENCES apps,
    ${columns},
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  ${customerOwned(table)}
`;

/** What the customer calls it and what people read, each also in the form that lists search (see 0010-apps). */
const called = `
    external_id text NOT NULL COLLATE "C",
    external_key text COLLATE "C" GENERATED ALWAYS AS (lower(external_id)) STORED,
    name text NOT NULL,
    name_key text COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED,
    -- The id of its published document: external ids are any text.
    document_id text NOT NULL UNIQUE`;

const tiers = `
  ${part('tenant_tiers', 'name text NOT NULL COLLATE "C", description text NOT NULL, limit_ids uuid[] NOT NULL, is_default boolean NOT NULL')}
  CREATE UNIQUE INDEX tenant_tiers_name ON tenant_tiers (app_id, name);
  CREATE UNIQUE INDEX tenant_tiers_default ON tenant_tiers (app_id) WHERE is_default;
`;

const tenants = `
  ${part(
    'tenants',
    `${called},
    status text NOT NULL CHECK (status IN ('active', 'suspended')),
    tier_id uuid REFERENCES tenant_tiers,
    metadata jsonb NOT NULL`,
  )}
  CREATE UNIQUE INDEX tenants_external_id ON tenants (app_id, external_id);
  CREATE INDEX ON tenants (app_id, external_key);
  CREATE INDEX ON tenants (app_id, name_key, id);
  CREATE INDEX ON tenants (app_id, created_at, id);
  CREATE INDEX ON tenants (tier_id) WHERE tier_id IS NOT NULL;

  ${part('tenant_users', `tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, ${called}`)}
  CREATE UNIQUE INDEX tenant_users_external_id ON tenant_users (tenant_id, external_id);
  CREATE INDEX ON tenant_users (tenant_id, external_key);
  CREATE INDEX ON tenant_users (tenant_id, name_key, id);
`;

const roles = `
  ${part('roles', 'name text NOT NULL COLLATE "C", description text NOT NULL, permissions text[] NOT NULL, inherit_ids uuid[] NOT NULL')}
  CREATE UNIQUE INDEX roles_name ON roles (app_id, name);

  CREATE TABLE grants (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers,
    app_id uuid NOT NULL REFERENCES apps,
    user_id uuid NOT NULL REFERENCES tenant_users ON DELETE CASCADE,
    role_id uuid NOT NULL REFERENCES roles,
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, role_id)
  );
  CREATE INDEX ON grants (app_id, granted_at, id);
  CREATE INDEX ON grants (role_id, granted_at, id);
  ${customerOwned('grants')}
`;
