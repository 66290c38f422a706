import { Module } from '@nestjs/common';
import { KnownPlugins } from './known-plugins.ts';
import { PluginCatalogue } from './plugin-catalogue.ts';
import { PluginsController } from './plugins.controller.ts';
import { PluginsService } from './plugins.service.ts';

@Module({
  controllers: [PluginsController],
  providers: [PluginCatalogue, KnownPlugins, PluginsService],
  exports: [PluginCatalogue, KnownPlugins],
})
export class PluginsModule {}
