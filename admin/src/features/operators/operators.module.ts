import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { FirstOperator } from './first-operator.ts';
import { OperatorsController } from './operators.controller.ts';
import { OperatorsService } from './operators.service.ts';

@Module({
  imports: [AccountsModule],
  controllers: [OperatorsController],
  providers: [OperatorsService, FirstOperator],
  exports: [OperatorsService],
})
export class OperatorsModule {}
