import { Global, Module } from '@nestjs/common';
import { Outgoing } from './outgoing.ts';

/** Calls to addresses that customers typed. */
@Global()
@Module({ providers: [Outgoing], exports: [Outgoing] })
export class OutgoingModule {}
