import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Open } from '../http/handles.ts';
import { Health } from './health.ts';

@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  /** Liveness: the process answers. Restarting it would not bring a dependency back, so none is asked. */
  @Get(['/health', '/api/v1/health'])
  @Open()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('/ready')
  @Open()
  async ready(@Res({ passthrough: true }) response: FastifyReply) {
    const readiness = await this.health.readiness();
    if (!readiness.ready) response.status(503).header('retry-after', '5');
    return readiness;
  }
}
