import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A reload belongs to its revision: a flag of its own could be read before the revision that it came with. */
export class Reloads1763700000034 implements MigrationInterface {
  name = 'Reloads1763700000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Published without an entry in the change stream: gateways find a gap and look at everything again.
      ALTER TABLE revisions ADD COLUMN reload boolean NOT NULL DEFAULT false;
      CREATE INDEX revisions_reload ON revisions (revision) WHERE reload;
      ALTER TABLE publisher DROP COLUMN reload_wanted;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
