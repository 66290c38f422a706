import { createHash } from 'node:crypto';
import { openSealed, sealText } from '@aegis/contracts/node';
import { Injectable } from '@nestjs/common';
import { Keyring } from '../crypto/keyring.ts';
import { Database } from '../database/database.ts';
import { Problem } from './problem.ts';

/** What a repeated call gets again. */
export interface StoredAnswer {
  body: unknown;
  headers: Record<string, string>;
}

/** One call that carries `Idempotency-Key`, within the scope of its caller. */
export interface RepeatableCall {
  /** Caller, company and operation. */
  scope: string;
  key: string;
  /** Method, path and body of the request. */
  request: string;
}

interface Row {
  request_hash: string;
  sealed_answer: string | null;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Answers of creating calls, kept 24 hours. An answer may hold a secret that is shown once, so it is sealed
 * under a key that needs the caller's idempotency key: the table alone gives nothing away.
 */
@Injectable()
export class IdempotentAnswers {
  constructor(
    private readonly db: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Claims the key for this call. @returns the stored answer when the call was made before. @throws Problem */
  claim(call: RepeatableCall): Promise<StoredAnswer | undefined> {
    return this.db.asPlatform('stored answers belong to callers, not to companies', async (tx) => {
      const scopeHash = this.#scopeHash(call);
      const inserted = await tx.query<unknown[]>(
        `INSERT INTO idempotent_answers (scope_hash, request_hash) VALUES ($1, $2)
         ON CONFLICT (scope_hash) DO UPDATE SET request_hash = EXCLUDED.request_hash, sealed_answer = NULL, created_at = now()
           WHERE idempotent_answers.created_at < now() - interval '24 hours'
             OR (idempotent_answers.sealed_answer IS NULL AND idempotent_answers.created_at < now() - interval '1 minute')
         RETURNING scope_hash`,
        [scopeHash, sha256(call.request)],
      );
      if (inserted.length > 0) return undefined;
      const [row] = await tx.query<Row[]>(
        'SELECT request_hash, sealed_answer FROM idempotent_answers WHERE scope_hash = $1',
        [scopeHash],
      );
      return row && this.#read(call, scopeHash, row);
    });
  }

  async store(call: RepeatableCall, answer: StoredAnswer): Promise<void> {
    const scopeHash = this.#scopeHash(call);
    const sealed = sealText(this.#key(call), scopeHash, JSON.stringify(answer));
    await this.db.asPlatform('stored answers belong to callers, not to companies', (tx) =>
      tx.query('UPDATE idempotent_answers SET sealed_answer = $2 WHERE scope_hash = $1', [scopeHash, sealed]),
    );
  }

  /** A refused call changed nothing, so its key may be used again. */
  async release(call: RepeatableCall): Promise<void> {
    await this.db.asPlatform('stored answers belong to callers, not to companies', (tx) =>
      tx.query('DELETE FROM idempotent_answers WHERE scope_hash = $1 AND sealed_answer IS NULL', [
        this.#scopeHash(call),
      ]),
    );
  }

  #read(call: RepeatableCall, scopeHash: string, row: Row): StoredAnswer {
    if (row.request_hash !== sha256(call.request)) throw new Problem('idempotency_mismatch');
    if (row.sealed_answer === null) throw new Problem('idempotency_in_progress', { retryAfter: 1 });
    return JSON.parse(openSealed([this.#key(call)], scopeHash, row.sealed_answer)) as StoredAnswer;
  }

  #scopeHash = (call: RepeatableCall): string => sha256(JSON.stringify([call.scope, call.key]));
  #key = (call: RepeatableCall) => this.keyring.keyWith('idempotency', call.key);
}
