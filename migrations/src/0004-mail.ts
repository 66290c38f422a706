import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerOwned, roles, walled } from './sql.ts';

/** The mail outbox and who wants which mail. */
export class Mail1763700000004 implements MigrationInterface {
  name = 'Mail1763700000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail_outbox (
        id uuid PRIMARY KEY,
        customer_id uuid REFERENCES customers ON DELETE SET NULL,
        recipient text NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'kept', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        error text,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON mail_outbox (created_at, id);
      CREATE INDEX ON mail_outbox (next_attempt_at) WHERE state = 'queued';
      ${walled('mail_outbox')}
      -- Write-only for the application's role: mails carry links that sign somebody in.
      GRANT INSERT ON mail_outbox TO ${roles.app};
      CREATE POLICY customer ON mail_outbox FOR INSERT TO ${roles.app}
        WITH CHECK (customer_id = (SELECT aegis_customer()));

      CREATE FUNCTION aegis_announce_mail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_notify('aegis_mail', ''); RETURN NULL; END $$;
      CREATE TRIGGER announce AFTER INSERT ON mail_outbox EXECUTE FUNCTION aegis_announce_mail();

      CREATE TABLE notification_settings (
        customer_id uuid NOT NULL,
        account_id uuid NOT NULL,
        email jsonb NOT NULL,
        PRIMARY KEY (customer_id, account_id),
        FOREIGN KEY (customer_id, account_id) REFERENCES memberships ON DELETE CASCADE
      );
      ${customerOwned('notification_settings')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
