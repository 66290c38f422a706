import { Module } from '@nestjs/common';
import { AuthorizeController } from './authorize.controller.ts';
import { AuthorizeService } from './authorize.service.ts';
import { CalloutTester } from './callout-test.ts';

@Module({ controllers: [AuthorizeController], providers: [AuthorizeService, CalloutTester] })
export class AuthorizeModule {}
