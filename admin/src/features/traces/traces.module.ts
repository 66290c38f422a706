import { Module } from '@nestjs/common';
import { LiveLog } from './live-log.ts';
import { Samples } from './samples.ts';
import { TraceTokens } from './trace-tokens.ts';
import { TracesController } from './traces.controller.ts';
import { TracesService } from './traces.service.ts';

@Module({ controllers: [TracesController], providers: [LiveLog, Samples, TraceTokens, TracesService] })
export class TracesModule {}
