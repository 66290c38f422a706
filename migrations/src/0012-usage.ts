import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned, platformOnly, roles } from './sql.ts';

/** What gateways counted: the batches as they came, and the rollups that everything reads. */
export class Usage1763700000012 implements MigrationInterface {
  name = 'Usage1763700000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [batches, rollups, marks]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const batches = `
  -- The stamp is the key: a batch is stored once, however often it is delivered. A repeated batch carries the same
  -- from_at, which the key of a partitioned table has to contain.
  CREATE TABLE usage_batches (
    from_at timestamptz NOT NULL,
    gateway text NOT NULL,
    boot text NOT NULL,
    worker integer NOT NULL,
    sequence bigint NOT NULL,
    -- The batch as JSON, gzip.
    body bytea NOT NULL,
    PRIMARY KEY (from_at, gateway, boot, worker, sequence)
  ) PARTITION BY RANGE (from_at);
  ALTER TABLE usage_batches ALTER COLUMN body SET STORAGE EXTERNAL;
  ${platformOnly('usage_batches')}

  -- The service's roles own nothing, so making and dropping partitions goes through these two.
  CREATE FUNCTION aegis_make_usage_partition(month date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    DECLARE first timestamptz := date_trunc('month', month::timestamptz);
    BEGIN
      EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF usage_batches FOR VALUES FROM (%L) TO (%L)',
        'usage_batches_' || to_char(first, 'YYYYMM'), first, first + interval '1 month');
    END $$;
  CREATE FUNCTION aegis_drop_usage_partitions(before date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    DECLARE old text;
    BEGIN
      FOR old IN
        SELECT inhrelid::regclass::text FROM pg_inherits
        WHERE inhparent = 'usage_batches'::regclass
          AND inhrelid::regclass::text < 'usage_batches_' || to_char(before, 'YYYYMM')
      LOOP EXECUTE format('DROP TABLE %I', old); END LOOP;
    END $$;
  REVOKE ALL ON FUNCTION aegis_make_usage_partition(date), aegis_drop_usage_partitions(date) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION aegis_make_usage_partition(date), aegis_drop_usage_partitions(date) TO ${roles.platform};
`;

const counts = `
    requests bigint NOT NULL,
    errors bigint NOT NULL,
    refused bigint NOT NULL,
    bytes_in bigint NOT NULL,
    bytes_out bigint NOT NULL`;

/** One column per bucket of the histogram (LATENCY_BOUNDS_MS and one above): columns add up faster than arrays. */
const latency = `
    latency_ms bigint NOT NULL,
    ${Array.from({ length: 14 }, (_, i) => `h${i} bigint NOT NULL`).join(', ')}`;

const rollups = `
  CREATE TABLE usage_minutes (
    minute timestamptz NOT NULL,
    customer_id uuid NOT NULL,
    app_id uuid NOT NULL,
    environment text NOT NULL,
    ${counts},
    ${latency},
    PRIMARY KEY (app_id, environment, minute)
  );
  CREATE INDEX ON usage_minutes (customer_id, minute);
  CREATE INDEX ON usage_minutes (minute);
  ${customerOwned('usage_minutes', ['SELECT'])}

  CREATE TABLE usage_hours_by_caller (
    hour timestamptz NOT NULL,
    customer_id uuid NOT NULL,
    app_id uuid NOT NULL,
    environment text NOT NULL,
    tenant text NOT NULL,
    key_id text NOT NULL,
    ${counts},
    PRIMARY KEY (app_id, environment, hour, tenant, key_id)
  );
  CREATE INDEX ON usage_hours_by_caller (customer_id, hour);
  ${customerOwned('usage_hours_by_caller', ['SELECT'])}

  CREATE TABLE usage_hours_by_route (
    hour timestamptz NOT NULL,
    customer_id uuid NOT NULL,
    app_id uuid NOT NULL,
    environment text NOT NULL,
    route_id text NOT NULL,
    status_class smallint NOT NULL,
    ${counts},
    ${latency},
    PRIMARY KEY (app_id, environment, hour, route_id, status_class)
  );
  CREATE INDEX ON usage_hours_by_route (customer_id, hour);
  ${customerOwned('usage_hours_by_route', ['SELECT'])}
`;

const marks = `
  -- When a key was last used, apart from the key, so that traffic rewrites nothing that people edit.
  CREATE TABLE key_uses (
    key_id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    last_used_at timestamptz NOT NULL
  );
  ${customerOwned('key_uses', ['SELECT'])}

  CREATE TABLE first_requests (
    app_id uuid NOT NULL,
    environment text NOT NULL,
    customer_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (app_id, environment)
  );
  ${customerOwned('first_requests', ['SELECT'])}
`;
