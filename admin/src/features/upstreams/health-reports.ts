import { redisKeys, UPSTREAM_REPORT_SECONDS, type UpstreamHealth, UpstreamReport } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.ts';
import { Problem } from '../../platform/http/problem.ts';
import { RedisClients } from '../../platform/redis/redis.ts';

/** A gateway that was silent for longer watches the upstream no more. */
const SILENT_SECONDS = 3 * UPSTREAM_REPORT_SECONDS;
const RETRY_SECONDS = 5;

/** What gateways report about the targets of upstreams. */
@Injectable()
export class HealthReports {
  constructor(
    private readonly redis: RedisClients,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem unavailable while Redis is away */
  async of(appId: string, upstreamId: string): Promise<UpstreamHealth> {
    const texts = await this.#read(redisKeys.upstreamHealth(appId, upstreamId));
    const since = this.clock.now().getTime() / 1000 - SILENT_SECONDS;
    const reports = texts.flatMap(reportOf).filter(({ at }) => at >= since);
    return { gateways: reports.map(shown).toSorted((a, b) => a.name.localeCompare(b.name)) };
  }

  async #read(key: string): Promise<string[]> {
    try {
      return await this.redis.state.hvals(key);
    } catch {
      throw new Problem('unavailable', {
        detail: 'What gateways report cannot be read now.',
        retryAfter: RETRY_SECONDS,
      });
    }
  }
}

const shown = ({ gateway, at, ...report }: UpstreamReport) => ({
  id: gateway,
  ...report,
  at: new Date(at * 1000).toISOString(),
});

/** Gateways may write what they like there: what is no report is nothing. */
function reportOf(text: string): UpstreamReport[] {
  try {
    const { data } = UpstreamReport.safeParse(JSON.parse(text));
    return data ? [data] : [];
  } catch {
    return [];
  }
}
