import { Module } from '@nestjs/common';
import { PluginsModule } from '../plugins/index.ts';
import { ConfigController } from './config.controller.ts';
import { ConfigService } from './config.service.ts';
import { NginxTest } from './nginx-test.ts';

@Module({
  imports: [PluginsModule],
  controllers: [ConfigController],
  providers: [ConfigService, NginxTest],
  exports: [NginxTest],
})
export class ConfigModule {}
