import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Quotas that a tenant tier names. */
export class TierQuotas1763700000029 implements MigrationInterface {
  name = 'TierQuotas1763700000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tenant_tiers ADD COLUMN quota_ids uuid[] NOT NULL DEFAULT '{}'`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
