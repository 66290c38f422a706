import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../../platform/logging/logger.ts';
import { OperatorsService } from './operators.service.ts';

/** A platform without operators cannot be run; the log says how to make the first one. */
@Injectable()
export class FirstOperator implements OnApplicationBootstrap {
  constructor(
    private readonly operators: OperatorsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if ((await this.operators.list()).length > 0) return;
    this.logger.warn('operators: there is none yet; run `operators-create --email you@example.com`');
  }
}
