import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import type { Logger } from 'pino';
import { Database, type Tx } from '../database/database.ts';
import { Listener } from '../database/listener.ts';
import { ENV, type Env } from '../env/env.ts';
import { Jobs } from '../jobs/jobs.ts';
import { LOGGER } from '../logging/logger.ts';

interface QueuedMail {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  attempts: number;
}

const MAX_ATTEMPTS = 8;
/** 30 s, 1 min, 2 min … about an hour after the first attempt. */
const backOffSeconds = (attempts: number): number => 30 * 2 ** attempts;

/**
 * Sends what the outbox holds: woken by the database at once, by a scheduled job for what waits. Without an SMTP
 * server mails stay in the outbox as `kept`, where operators (or the local mailbox page) read them.
 */
@Injectable()
export class MailSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #transport: Transporter | undefined;
  #running: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly listener: Listener,
    @Inject(ENV) private readonly env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#transport = env.AEGIS_SMTP_URL === undefined ? undefined : createTransport(env.AEGIS_SMTP_URL);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('mail-send', '* * * * *', () => this.sendAll());
    this.listener.on('aegis_mail', () => void this.sendAll());
  }

  /** Before the database connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#closing = true;
    await this.#running;
    this.#transport?.close();
  }

  /** Sends until nothing is due; calls that overlap run one after the other. */
  sendAll(): Promise<void> {
    this.#running = this.#running
      .then(async () => {
        while (!this.#closing && (await this.#sendOne()));
      })
      .catch((error: unknown) => this.logger.error({ err: error }, 'mail: the outbox cannot be read'));
    return this.#running;
  }

  /** The row stays locked while its mail is under way, so two instances never send the same one. */
  #sendOne(): Promise<boolean> {
    return this.db.asPlatform('the outbox holds mails of all companies', async (tx) => {
      const [mail] = await tx.query<QueuedMail[]>(
        `SELECT id, recipient, subject, body, attempts FROM mail_outbox
         WHERE state = 'queued' AND next_attempt_at <= now()
         ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!mail) return false;
      if (!this.#transport) await setState(tx, mail, 'kept');
      else await this.#deliver(tx, this.#transport, mail);
      return true;
    });
  }

  async #deliver(tx: Tx, transport: Transporter, mail: QueuedMail): Promise<void> {
    try {
      await transport.sendMail({
        from: this.env.AEGIS_MAIL_FROM,
        to: { name: '', address: mail.recipient },
        subject: mail.subject,
        text: mail.body,
        messageId: `<${mail.id}@${this.env.AEGIS_BASE_DOMAIN}>`,
      });
      await setState(tx, mail, 'sent');
    } catch (error) {
      const reason = (error as Error).message.slice(0, 500);
      this.logger.warn({ mail: mail.id, attempts: mail.attempts + 1, reason }, 'mail: not delivered');
      await setState(tx, mail, mail.attempts + 1 >= MAX_ATTEMPTS ? 'failed' : 'queued', reason);
    }
  }
}

async function setState(tx: Tx, mail: QueuedMail, state: string, error?: string): Promise<void> {
  await tx.query(
    `UPDATE mail_outbox SET state = $2, error = $3, attempts = attempts + 1,
       next_attempt_at = now() + make_interval(secs => $4) WHERE id = $1`,
    [mail.id, state, error ?? null, backOffSeconds(mail.attempts)],
  );
}
