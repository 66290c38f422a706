import { dashboard, usageBreakdown, usageSeries } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { UsageBreakdown } from './breakdown.ts';
import { Dashboard } from './dashboard.ts';
import { UsageSeries } from './series.ts';

@Controller()
export class UsageController {
  constructor(
    private readonly series: UsageSeries,
    private readonly breakdown: UsageBreakdown,
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

  @Handles(dashboard)
  async readDashboard({ ctx }: Call<typeof dashboard>): Promise<Answer<typeof dashboard>> {
    return this.dashboard.read(ctx);
  }
}
