import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Private keys that gateways show themselves to upstreams with. */
export class ClientCertificates1763700000026 implements MigrationInterface {
  name = 'ClientCertificates1763700000026';

  async up(runner: QueryRunner): Promise<void> {
    // PEM, sealed for this row; its certificate is among the settings.
    await runner.query('ALTER TABLE upstreams ADD COLUMN client_key text');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
