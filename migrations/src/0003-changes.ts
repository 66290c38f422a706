import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned, platformOnly, roles, walled } from './sql.ts';

/** The audit log, the revisions that publishing consumes, and stored answers of repeated calls. */
export class Changes1763700000003 implements MigrationInterface {
  name = 'Changes1763700000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [audit, revisions, repeats]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const audit = `
  -- One chain per customer and one (the nil UUID) for the platform; the head row serializes its writers.
  CREATE TABLE audit_chains (
    chain_id uuid PRIMARY KEY,
    sequence bigint NOT NULL,
    mac text NOT NULL
  );
  ${walled('audit_chains')}
  GRANT SELECT, INSERT, UPDATE ON audit_chains TO ${roles.app};
  CREATE POLICY customer ON audit_chains TO ${roles.app}
    USING (chain_id = (SELECT aegis_customer())) WITH CHECK (chain_id = (SELECT aegis_customer()));

  CREATE TABLE audit_entries (
    id uuid PRIMARY KEY,
    chain_id uuid NOT NULL,
    sequence bigint NOT NULL,
    customer_id uuid,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    actor_id text,
    ip text,
    request_id text,
    action text NOT NULL,
    resource text NOT NULL,
    resource_id text,
    before jsonb,
    after jsonb,
    mac text NOT NULL,
    UNIQUE (chain_id, sequence)
  );
  CREATE INDEX ON audit_entries (customer_id, at, id);
  CREATE INDEX ON audit_entries (at, id);
  ${customerOwned('audit_entries', ['SELECT', 'INSERT'])}
`;

const revisions = `
  CREATE TABLE revision_counter (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    value bigint NOT NULL
  );
  INSERT INTO revision_counter (value) VALUES (0);
  GRANT SELECT, UPDATE ON revision_counter TO ${roles.platform};

  -- The application's role may take the next number and do nothing else with the counter.
  CREATE FUNCTION aegis_next_revision() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ UPDATE revision_counter SET value = value + 1 RETURNING value $$;
  REVOKE ALL ON FUNCTION aegis_next_revision() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION aegis_next_revision() TO ${roles.app}, ${roles.platform};

  CREATE TABLE revisions (
    revision bigint PRIMARY KEY,
    created_at timestamptz NOT NULL,
    customer_id uuid,
    actor text NOT NULL,
    summary text NOT NULL,
    -- [{"name": "app:…", "fact": "suspended"}]: what has to be rendered again, and rights taken away.
    documents jsonb NOT NULL,
    audit_id uuid NOT NULL REFERENCES audit_entries
  );
  CREATE INDEX ON revisions (customer_id, revision);
  CREATE UNIQUE INDEX ON revisions (audit_id);
  ${customerOwned('revisions', ['SELECT', 'INSERT'])}

  CREATE FUNCTION aegis_announce_revision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('aegis_revisions', NEW.revision::text); RETURN NEW; END $$;
  CREATE TRIGGER announce AFTER INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION aegis_announce_revision();
`;

const repeats = `
  CREATE TABLE idempotent_answers (
    scope_hash text PRIMARY KEY,
    request_hash text NOT NULL,
    -- Empty while the first request runs. Sealed under a key that also needs the caller's idempotency key.
    sealed_answer text,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX ON idempotent_answers (created_at);
  ${platformOnly('idempotent_answers')}
`;
