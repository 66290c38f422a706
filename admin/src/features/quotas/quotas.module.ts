import { Module } from '@nestjs/common';
import { QuotaLedger } from './ledger.ts';
import { QuotaNotices } from './notices.ts';
import { QuotaOffice } from './quota-office.ts';
import { QuotasController } from './quotas.controller.ts';
import { QuotasService } from './quotas.service.ts';

@Module({
  controllers: [QuotasController],
  providers: [QuotasService, QuotaLedger, QuotaNotices, QuotaOffice],
})
export class QuotasModule {}
