import { Module } from '@nestjs/common';
import { UpstreamsController } from './upstreams.controller.ts';
import { UpstreamsService } from './upstreams.service.ts';

@Module({ controllers: [UpstreamsController], providers: [UpstreamsService] })
export class UpstreamsModule {}
