import type { AuthorizationCheck, checkAuthorization } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { seeApp } from '../app-access/index.ts';
import { answerOf } from './answer.ts';
import { readFacts } from './facts.ts';

/** Answers what a caller may do, with what decides. */
@Injectable()
export class AuthorizationService {
  constructor(private readonly db: Database) {}

  async check({ ctx, params, body }: Call<typeof checkAuthorization>): Promise<AuthorizationCheck> {
    const facts = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return readFacts(tx, params.app_id, body);
    });
    return answerOf(body, facts);
  }
}
