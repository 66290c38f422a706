import { Controller, Get, Header } from '@nestjs/common';
import { Open } from '../http/handles.ts';
import { Metrics } from './metrics.ts';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Answers on the private listener only: the public edge does not pass this path on. */
  @Get('/metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Open()
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
