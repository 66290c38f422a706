import { Module } from '@nestjs/common';
import { PluginsModule } from '../plugins/index.ts';
import { OperatorPluginsController } from './operator-plugins.controller.ts';
import { OperatorPluginsService } from './operator-plugins.service.ts';

@Module({
  imports: [PluginsModule],
  controllers: [OperatorPluginsController],
  providers: [OperatorPluginsService],
})
export class OperatorPluginsModule {}
