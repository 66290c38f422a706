import { listAudit, listPlatformAudit, verifyAudit } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { AuditService } from './audit.service.ts';
import { ChainCheck } from './chain-check.ts';

@Controller()
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly chains: ChainCheck,
  ) {}

  @Handles(listAudit)
  async list({ ctx, query }: Call<typeof listAudit>): Promise<Answer<typeof listAudit>> {
    return this.audit.ofCustomer(ctx, query);
  }

  @Handles(listPlatformAudit)
  async listAll({ query }: Call<typeof listPlatformAudit>): Promise<Answer<typeof listPlatformAudit>> {
    return this.audit.ofPlatform(query);
  }

  @Handles(verifyAudit)
  async verify(_: Call<typeof verifyAudit>): Promise<Answer<typeof verifyAudit>> {
    return this.chains.check();
  }
}
