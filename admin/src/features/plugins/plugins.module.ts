import { Module } from '@nestjs/common';
import { PluginCatalogue } from './plugin-catalogue.ts';
import { PluginsController } from './plugins.controller.ts';
import { PluginsService } from './plugins.service.ts';

@Module({
  controllers: [PluginsController],
  providers: [PluginCatalogue, PluginsService],
  exports: [PluginCatalogue],
})
export class PluginsModule {}
