import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When members were told that a key is about to expire, so that they are told once. */
export class KeyNotices1763700000013 implements MigrationInterface {
  name = 'KeyNotices1763700000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys ADD COLUMN expiry_told_at timestamptz;
      CREATE INDEX api_keys_replaces ON api_keys (replaces) WHERE replaces IS NOT NULL;
      CREATE INDEX api_keys_expiring ON api_keys (expires_at)
        WHERE revoked_at IS NULL AND expires_at IS NOT NULL AND expiry_told_at IS NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
