import { Module } from '@nestjs/common';
import { UsageBreakdown } from './breakdown.ts';
import { Dashboard } from './dashboard.ts';
import { UsageSeries } from './series.ts';
import { UsageUnits } from './units.ts';
import { UsageController } from './usage.controller.ts';
import { UsageConsumer } from './usage-consumer.ts';
import { UsageUpkeep } from './usage-upkeep.ts';

@Module({
  controllers: [UsageController],
  providers: [UsageSeries, UsageBreakdown, UsageUnits, Dashboard, UsageUpkeep, UsageConsumer],
})
export class UsageModule {}
