import { Module } from '@nestjs/common';
import { CompanyInvitationsService } from './company-invitations.service.ts';
import { CustomersController } from './customers.controller.ts';
import { CustomersService } from './customers.service.ts';
import { OperatorCustomersService } from './operator-customers.service.ts';

@Module({
  controllers: [CustomersController],
  providers: [CustomersService, OperatorCustomersService, CompanyInvitationsService],
})
export class CustomersModule {}
