import { Injectable } from '@nestjs/common';
import { Clock, days, hours } from '../../platform/clock.ts';
import { Keyring, randomText } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';

export type LinkPurpose = 'verify' | 'reset';

const lifetimes: Record<LinkPurpose, number> = { verify: days(2), reset: hours(1) };

/** Secrets that travel in a mail and work once. Only their hash is stored. */
@Injectable()
export class MailedLinks {
  constructor(
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** A new link; earlier ones of the same purpose stop working. @returns the text that goes into the mail */
  async create(tx: Tx, accountId: string, purpose: LinkPurpose): Promise<string> {
    const text = randomText();
    await tx.query('DELETE FROM mailed_links WHERE account_id = $1 AND purpose = $2', [accountId, purpose]);
    await tx.query(
      'INSERT INTO mailed_links (id, account_id, purpose, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(), accountId, purpose, this.keyring.mac('link', text), this.clock.in(lifetimes[purpose])],
    );
    return text;
  }

  /** Uses a link up. @returns the account that it was mailed to @throws Problem link_invalid */
  async use(tx: Tx, purpose: LinkPurpose, text: string): Promise<string> {
    const [rows] = await tx.query<[{ account_id: string }[], number]>(
      `DELETE FROM mailed_links WHERE token_hash = ANY($1) AND purpose = $2 AND expires_at > now()
       RETURNING account_id`,
      [this.keyring.macs('link', text), purpose],
    );
    const [link] = rows;
    if (!link) throw new Problem('link_invalid');
    return link.account_id;
  }
}
