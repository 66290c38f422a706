import { getPlatformRevision, getRevision, listRevisions } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { RevisionsService } from './revisions.service.ts';

@Controller()
export class RevisionsController {
  constructor(private readonly revisions: RevisionsService) {}

  @Handles(listRevisions)
  async list({ ctx, query }: Call<typeof listRevisions>): Promise<Answer<typeof listRevisions>> {
    return this.revisions.list(ctx, query);
  }

  @Handles(getRevision)
  async get({ ctx, params }: Call<typeof getRevision>): Promise<Answer<typeof getRevision>> {
    return this.revisions.get(ctx, params.revision);
  }

  @Handles(getPlatformRevision)
  async getAsOperator({
    params,
  }: Call<typeof getPlatformRevision>): Promise<Answer<typeof getPlatformRevision>> {
    return this.revisions.getAsOperator(params.revision);
  }
}
