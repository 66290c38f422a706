import { Module } from '@nestjs/common';
import { HealthReports } from './health-reports.ts';
import { UpstreamsController } from './upstreams.controller.ts';
import { UpstreamsService } from './upstreams.service.ts';

@Module({ controllers: [UpstreamsController], providers: [UpstreamsService, HealthReports] })
export class UpstreamsModule {}
