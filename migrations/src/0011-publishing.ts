import type { MigrationInterface, QueryRunner } from 'typeorm';
import { platformOnly } from './sql.ts';

/** What publishing knows: its state, every signed document, and the gateways that report. */
export class Publishing1763700000011 implements MigrationInterface {
  name = 'Publishing1763700000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [state, documents, gateways]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const state = `
  CREATE TABLE publisher (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    -- Fencing number of the newest leader.
    term bigint NOT NULL,
    epoch bigint NOT NULL,
    -- Newest revision whose documents are stored signed; all before it are too.
    revision bigint NOT NULL,
    -- What the published state was made with; a difference at start renders or signs again.
    platform text,
    base_domain text,
    -- An operator wants every document copied again and looked at again by the gateways.
    reload_wanted boolean NOT NULL DEFAULT false
  );
  INSERT INTO publisher (term, epoch, revision) VALUES (0, 1, 0);
  ${platformOnly('publisher')}

  -- Set by confirm: when the last gateway that was up served the revision.
  ALTER TABLE revisions ADD COLUMN live_at timestamptz, ADD COLUMN live_on integer;
  CREATE INDEX revisions_not_live ON revisions (revision) WHERE live_at IS NULL;
`;

const documents = `
  CREATE TABLE documents (
    name text PRIMARY KEY,
    -- Newest change that touched it, and when that was committed.
    wanted_revision bigint NOT NULL,
    wanted_at timestamptz NOT NULL,
    -- What gateways get: revision and signed text. Empty before the first publishing.
    revision bigint,
    envelope text,
    -- Why the newest change was not published. Empty when it was.
    refused_reason text
  );
  CREATE INDEX ON documents (revision);
  ${platformOnly('documents')}

  CREATE FUNCTION aegis_want_documents() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO documents (name, wanted_revision, wanted_at)
        SELECT DISTINCT touched->>'name', NEW.revision, NEW.created_at
        FROM jsonb_array_elements(NEW.documents) touched
      ON CONFLICT (name) DO UPDATE
        SET wanted_revision = EXCLUDED.wanted_revision, wanted_at = EXCLUDED.wanted_at;
      RETURN NEW;
    END $$;
  CREATE TRIGGER want_documents AFTER INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION aegis_want_documents();
`;

const gateways = `
  CREATE TABLE gateways (
    id text PRIMARY KEY,
    -- Revision up to which it serves everything, and what it refuses, from its reports.
    revision bigint NOT NULL,
    refusals jsonb NOT NULL DEFAULT '[]',
    heartbeat jsonb,
    agent jsonb,
    last_seen_at timestamptz NOT NULL
  );
  ${platformOnly('gateways')}
`;
