import { Module } from '@nestjs/common';
import { PluginsModule } from '../plugins/index.ts';
import { RoutesController } from './routes.controller.ts';
import { RoutesService } from './routes.service.ts';

@Module({ imports: [PluginsModule], controllers: [RoutesController], providers: [RoutesService] })
export class RoutesModule {}
