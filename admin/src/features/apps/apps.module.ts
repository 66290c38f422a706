import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/index.ts';
import { AppsController } from './apps.controller.ts';
import { AppsService } from './apps.service.ts';
import { CreateApp } from './create-app.ts';
import { Probe } from './probe.ts';
import { TryApp } from './try-app.ts';

@Module({
  imports: [KeysModule],
  controllers: [AppsController],
  providers: [AppsService, CreateApp, Probe, TryApp],
})
export class AppsModule {}
