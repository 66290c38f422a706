import { listMail, retryMail } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { MailService } from './mail.service.ts';

@Controller()
export class MailController {
  constructor(private readonly mail: MailService) {}

  @Handles(listMail)
  async list({ query }: Call<typeof listMail>): Promise<Answer<typeof listMail>> {
    return this.mail.list(query);
  }

  @Handles(retryMail)
  async retry({ ctx, params }: Call<typeof retryMail>): Promise<Answer<typeof retryMail>> {
    return this.mail.retry(ctx, params.id);
  }
}
