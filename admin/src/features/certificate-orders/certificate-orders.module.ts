import { Module } from '@nestjs/common';
import { ChallengeAnswers } from './answers.ts';
import { CaAccounts } from './ca-accounts.ts';
import { CertificateOrdersController } from './certificate-orders.controller.ts';
import { CertificateOrdersService } from './certificate-orders.service.ts';
import { OrderEnds } from './order-ends.ts';
import { OrderRun } from './order-run.ts';
import { OrderRunner } from './order-runner.ts';
import { Renewals } from './renewals.ts';

@Module({
  controllers: [CertificateOrdersController],
  providers: [
    CertificateOrdersService,
    CaAccounts,
    ChallengeAnswers,
    OrderRun,
    OrderEnds,
    OrderRunner,
    Renewals,
  ],
})
export class CertificateOrdersModule {}
