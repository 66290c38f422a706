import { roles } from '@aegis/migrations';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { urlFor } from '../database/role-passwords.ts';
import { ENV, type Env } from '../env/env.ts';
import { LOGGER } from '../logging/logger.ts';
import { Metrics } from '../metrics/metrics.ts';

export const JOBS_SCHEMA = 'jobs';

type JobWork = () => Promise<unknown>;

/** pg-boss for one database; only the migrate command lets it change its schema. */
export const jobStore = (env: Pick<Env, 'DATABASE_URL' | 'AEGIS_SECRET'>, migrate: boolean): PgBoss =>
  new PgBoss({
    connectionString: urlFor(env.DATABASE_URL, env.AEGIS_SECRET, roles.platform),
    application_name: 'aegis-admin jobs',
    schema: JOBS_SCHEMA,
    max: 3,
    migrate,
    createSchema: false,
    supervise: !migrate,
    schedule: !migrate,
  });

/** Jobs and schedules of the service; one of several instances runs each. */
@Injectable()
export class Jobs implements OnModuleInit, BeforeApplicationShutdown {
  readonly #boss: PgBoss;

  constructor(
    @Inject(ENV) env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {
    this.#boss = jobStore(env, false);
    this.#boss.on('error', (error: Error) =>
      logger.warn({ reason: error.message }, 'jobs: the store is away'),
    );
  }

  async onModuleInit(): Promise<void> {
    await this.#boss.start();
  }

  /** Before the database connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 5_000 });
  }

  /** Runs `work` by a cron line (UTC), never twice at the same time. A failure is logged and tried at the next turn. */
  async schedule(name: string, cron: string, work: JobWork): Promise<void> {
    await this.#boss.createQueue(name, { policy: 'singleton', retryLimit: 0 });
    await this.#boss.work(name, { pollingIntervalSeconds: 2 }, async () => {
      try {
        await work();
        this.metrics.job(name, 'done');
      } catch (error) {
        this.metrics.job(name, 'failed');
        this.logger.error({ err: error, job: name }, 'jobs: a job failed');
        throw error;
      }
    });
    await this.#boss.schedule(name, cron);
  }
}
