import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts the purges of an app's kept answers: gateways look for none of an older count. */
export class ResponseCache1763700000031 implements MigrationInterface {
  name = 'ResponseCache1763700000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE apps ADD COLUMN cache_generation integer NOT NULL DEFAULT 0');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
