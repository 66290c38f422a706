import { Module } from '@nestjs/common';
import { AuthorizationController } from './authorization.controller.ts';
import { AuthorizationService } from './authorization.service.ts';

@Module({ controllers: [AuthorizationController], providers: [AuthorizationService] })
export class AuthorizationModule {}
