import {
  deleteCallout,
  getCallout,
  listCallouts,
  purgeDecisions,
  putCallout,
  testCallout,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { AuthorizeService } from './authorize.service.ts';
import { CalloutTester } from './callout-test.ts';

@Controller()
export class AuthorizeController {
  constructor(
    private readonly callouts: AuthorizeService,
    private readonly tester: CalloutTester,
  ) {}

  @Handles(listCallouts)
  async list({ ctx, params }: Call<typeof listCallouts>): Promise<Answer<typeof listCallouts>> {
    return this.callouts.list(ctx, params.app_id);
  }

  @Handles(getCallout)
  async get({ ctx, params }: Call<typeof getCallout>): Promise<Answer<typeof getCallout>> {
    return this.callouts.get(ctx, params);
  }

  @Handles(putCallout)
  async put({ ctx, params, body, ifMatch }: Call<typeof putCallout>): Promise<Answer<typeof putCallout>> {
    return this.callouts.put(ctx, params, body, ifMatch);
  }

  @Handles(deleteCallout)
  async remove({ ctx, params }: Call<typeof deleteCallout>): Promise<Answer<typeof deleteCallout>> {
    return this.callouts.remove(ctx, params);
  }

  @Handles(purgeDecisions)
  async purge({ ctx, params, body }: Call<typeof purgeDecisions>): Promise<Answer<typeof purgeDecisions>> {
    return this.callouts.purge(ctx, params, body);
  }

  @Handles(testCallout)
  async test({ ctx, params, body }: Call<typeof testCallout>): Promise<Answer<typeof testCallout>> {
    return this.tester.run(ctx, params, body);
  }
}
