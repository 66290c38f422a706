import { dashboard, usageBreakdown, usageSeries, usageUnits } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { UsageBreakdown } from './breakdown.ts';
import { Dashboard } from './dashboard.ts';
import { UsageSeries } from './series.ts';
import { UsageUnits } from './units.ts';

@Controller()
export class UsageController {
  constructor(
    private readonly series: UsageSeries,
    private readonly breakdown: UsageBreakdown,
    private readonly units: UsageUnits,
    private readonly dashboard: Dashboard,
  ) {}

  @Handles(usageSeries)
  async readSeries({ ctx, query }: Call<typeof usageSeries>): Promise<Answer<typeof usageSeries>> {
    return this.series.read(ctx, query);
  }

  @Handles(usageBreakdown)
  async readBreakdown({ ctx, query }: Call<typeof usageBreakdown>): Promise<Answer<typeof usageBreakdown>> {
    return this.breakdown.read(ctx, query);
  }

  @Handles(usageUnits)
  async readUnits({ ctx, query }: Call<typeof usageUnits>): Promise<Answer<typeof usageUnits>> {
    return this.units.read(ctx, query);
  }

  @Handles(dashboard)
  async readDashboard({ ctx }: Call<typeof dashboard>): Promise<Answer<typeof dashboard>> {
    return this.dashboard.read(ctx);
  }
}
