import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of a hundred thousand tenants, without looking at all of them. */
export class ManyTenants1763700000021 implements MigrationInterface {
  name = 'ManyTenants1763700000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX tenants_by_id ON tenants (app_id, external_id, id);
      CREATE INDEX tenants_suspended ON tenants (app_id, external_id, id) WHERE status = 'suspended';
      CREATE INDEX tenants_of_tier ON tenants (app_id, tier_id, external_id, id) WHERE tier_id IS NOT NULL;
      CREATE INDEX tenant_users_by_id ON tenant_users (tenant_id, external_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
