import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of the few revoked or ending keys among many, without looking at all of them. */
export class KeyLists1763700000014 implements MigrationInterface {
  name = 'KeyLists1763700000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX api_keys_revoked ON api_keys (customer_id, created_at, id) WHERE revoked_at IS NOT NULL;
      CREATE INDEX api_keys_ending ON api_keys (customer_id, created_at, id)
        WHERE revoked_at IS NULL AND expires_at IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
