import { Module } from '@nestjs/common';
import { ExpiringKeys } from './expiring-keys.ts';
import { KeyIssuer } from './key-issuer.ts';
import { KeyLists } from './key-lists.ts';
import { KeysController } from './keys.controller.ts';
import { KeysService } from './keys.service.ts';

@Module({
  controllers: [KeysController],
  providers: [ExpiringKeys, KeyIssuer, KeyLists, KeysService],
  exports: [KeyIssuer],
})
export class KeysModule {}
