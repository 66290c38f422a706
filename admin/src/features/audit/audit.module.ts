import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.ts';
import { AuditService } from './audit.service.ts';
import { ChainCheck } from './chain-check.ts';

@Module({ controllers: [AuditController], providers: [AuditService, ChainCheck] })
export class AuditModule {}
