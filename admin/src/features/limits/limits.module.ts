import { Module } from '@nestjs/common';
import { LimitsController } from './limits.controller.ts';
import { LimitsService } from './limits.service.ts';

@Module({ controllers: [LimitsController], providers: [LimitsService] })
export class LimitsModule {}
