import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned, platformOnly } from './sql.ts';

/** Apps with their hosts, upstreams, routes, limits and API keys; the platform's config. */
export class Apps1763700000010 implements MigrationInterface {
  name = 'Apps1763700000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [apps, traffic, keys, config]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const environment = `text NOT NULL CHECK (environment IN ('production', 'staging', 'development'))`;

/**
 * Lists search by the beginning of a name. Row-level security lets only leakproof conditions use an index before
 * the wall, which lower() is not, so that the lower-case form is a column of its own, in byte order.
 */
const nameKey = 'name_key text COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED';

const stamps = `
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()`;

const apps = `
  -- A deleted app stays as a row, so that its document can say "suspended" for ever.
  CREATE TABLE apps (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers,
    slug text NOT NULL,
    name text NOT NULL,
    ${nameKey},
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
    settings jsonb NOT NULL,
    plugins jsonb NOT NULL DEFAULT '{}',
    deleted_at timestamptz,
    ${stamps}
  );
  CREATE UNIQUE INDEX apps_slug ON apps (slug) WHERE deleted_at IS NULL;
  CREATE INDEX ON apps (customer_id, created_at, id);
  CREATE INDEX ON apps (customer_id, name_key, id);
  ${customerOwned('apps')}

  CREATE TABLE hosts (
    host text PRIMARY KEY,
    shard smallint NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers,
    app_id uuid NOT NULL REFERENCES apps,
    environment ${environment},
    -- The platform's own name of the environment, not a custom domain.
    main boolean NOT NULL
  );
  CREATE INDEX ON hosts (shard);
  CREATE INDEX ON hosts (app_id);
  ${customerOwned('hosts')}
`;

const part = (table: string, columns: string) => `
  CREATE TABLE ${table} (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers,
    app_id uuid NOT NULL REFERENCES apps,
    ${columns},
    ${stamps}
  );
  ${customerOwned(table)}
`;

const traffic = `
  ${part('upstreams', `environment ${environment}, name text NOT NULL COLLATE "C", settings jsonb NOT NULL`)}
  CREATE UNIQUE INDEX upstreams_name ON upstreams (app_id, environment, name);
  CREATE INDEX ON upstreams (app_id, name, id);

  ${part('routes', 'name text NOT NULL COLLATE "C", path text NOT NULL COLLATE "C", upstream text NOT NULL, limit_ids uuid[] NOT NULL, settings jsonb NOT NULL')}
  CREATE UNIQUE INDEX routes_name ON routes (app_id, name);
  CREATE INDEX ON routes (app_id, path, id);
  CREATE INDEX ON routes (app_id, created_at, id);

  ${part('limits', 'name text NOT NULL COLLATE "C", settings jsonb NOT NULL')}
  CREATE UNIQUE INDEX limits_name ON limits (app_id, name);
`;

const keys = `
  ${part(
    'api_keys',
    `environment ${environment},
    name text NOT NULL,
    ${nameKey},
    -- HMAC-SHA-256 of the whole key under the pepper; the key itself is stored nowhere.
    hash text NOT NULL UNIQUE,
    prefix text NOT NULL,
    last_four text NOT NULL,
    tenant text,
    scopes text[],
    ip_allow text[],
    limit_ids uuid[] NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    created_by text NOT NULL,
    replaces uuid`,
  )}
  CREATE INDEX ON api_keys (app_id, created_at, id);
  CREATE INDEX ON api_keys (app_id, name_key, id);
  CREATE INDEX ON api_keys (customer_id, created_at, id);
  CREATE INDEX ON api_keys (customer_id, name_key, id);
  CREATE INDEX ON api_keys (customer_id, expires_at) WHERE revoked_at IS NULL AND expires_at IS NOT NULL;
`;

const config = `
  CREATE TABLE platform_config (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    config jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1
  );
  ${platformOnly('platform_config')}
`;
