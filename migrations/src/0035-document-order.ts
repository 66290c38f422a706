import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change locks the documents that it touches in the order of their names, as publishing does. */
export class DocumentOrder1763700000035 implements MigrationInterface {
  name = 'DocumentOrder1763700000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION aegis_want_documents() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          INSERT INTO documents (name, wanted_revision, wanted_at)
            SELECT DISTINCT touched->>'name' AS name, NEW.revision, NEW.created_at
            FROM jsonb_array_elements(NEW.documents) touched
            ORDER BY name
          ON CONFLICT (name) DO UPDATE
            SET wanted_revision = EXCLUDED.wanted_revision, wanted_at = EXCLUDED.wanted_at;
          RETURN NEW;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
