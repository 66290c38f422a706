import { Module } from '@nestjs/common';
import { GatewaysController } from './gateways.controller.ts';
import { PlatformVersionsReader } from './platform-versions.ts';

@Module({ controllers: [GatewaysController], providers: [PlatformVersionsReader] })
export class GatewaysModule {}
