import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/database.ts';
import { newId } from '../ids.ts';

/** A plain-text mail. Links stand on a line of their own. */
export interface NewMail {
  to: string;
  subject: string;
  text: string;
}

/** Mails are rows first: they leave only when the change that caused them has committed, and survive a crash. */
@Injectable()
export class MailOutbox {
  async add(tx: Tx, mail: NewMail, customerId?: string): Promise<void> {
    await tx.query(
      'INSERT INTO mail_outbox (id, customer_id, recipient, subject, body) VALUES ($1, $2, $3, $4, $5)',
      [newId(), customerId ?? null, oneLine(mail.to), oneLine(mail.subject), mail.text],
    );
  }
}

/** Subjects carry names that customers typed; a line break in a header would start another header. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 500);
