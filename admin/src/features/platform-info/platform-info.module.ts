import { Module } from '@nestjs/common';
import { PlatformInfoController } from './platform-info.controller.ts';

@Module({ controllers: [PlatformInfoController] })
export class PlatformInfoModule {}
