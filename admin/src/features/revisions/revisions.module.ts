import { Module } from '@nestjs/common';
import { RevisionsController } from './revisions.controller.ts';
import { RevisionsService } from './revisions.service.ts';

@Module({ controllers: [RevisionsController], providers: [RevisionsService] })
export class RevisionsModule {}
