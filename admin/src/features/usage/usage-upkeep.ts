import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, days } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';

/** How long batches stay, from which rollups can be made again. */
const BATCH_DAYS = 90;
/** Minutes serve the last two days; an hour more, so that a series never begins with a hole. */
const MINUTE_HOURS = 49;

const month = (date: Date, offset: number): string =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1)).toISOString().slice(0, 10);

/** Makes the partitions of the months ahead, and drops what has had its time. */
@Injectable()
export class UsageUpkeep implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('usage-partitions', '7 3 * * *', () => this.partitions());
    await this.jobs.schedule('usage-retention', '37 * * * *', () => this.retention());
  }

  /** Last, this, next month and the one after. */
  async partitions(): Promise<void> {
    const now = this.clock.now();
    await this.database.asPlatform('partitions belong to nobody', async (tx) => {
      for (const offset of [-1, 0, 1, 2]) {
        await tx.query('SELECT aegis_make_usage_partition($1)', [month(now, offset)]);
      }
    });
  }

  async retention(): Promise<void> {
    await this.database.asPlatform('retention is the same for everybody', async (tx) => {
      await tx.query(`DELETE FROM usage_minutes WHERE minute < now() - interval '${MINUTE_HOURS} hours'`);
      await tx.query('SELECT aegis_drop_usage_partitions($1)', [this.clock.in(-days(BATCH_DAYS))]);
    });
  }
}
