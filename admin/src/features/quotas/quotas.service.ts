import type { getQuotaUsage, QuotaUsage } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { NamedSettingsPart } from '../app-access/index.ts';
import { QuotaLedger } from './ledger.ts';
import { quotaKind } from './quota-kind.ts';
import type { QuotaSettings } from './quota-record.ts';

/** Quotas of an app. */
@Injectable()
export class QuotasService extends NamedSettingsPart<QuotaSettings> {
  protected readonly kind = quotaKind;

  constructor(
    db: Database,
    changes: Changes,
    liveness: LivenessReader,
    private readonly ledger: QuotaLedger,
  ) {
    super(db, changes, liveness);
  }

  /** @throws Problem unavailable while Redis is away */
  async usage({ ctx, params, query }: Call<typeof getQuotaUsage>): Promise<QuotaUsage> {
    const row = await this.see(ctx, params);
    const { environment, tenant } = query;
    const { period, items } = await this.ledger
      .used(params.app_id, row, environment, tenant)
      .catch((cause: unknown) => {
        throw new Problem('unavailable', {
          detail: 'The counters cannot be read now.',
          retryAfter: 2,
          cause,
        });
      });
    return {
      environment,
      amount: row.settings.amount,
      period: period.name,
      starts_at: new Date(period.starts * 1_000).toISOString(),
      resets_at: new Date(period.ends * 1_000).toISOString(),
      items,
    };
  }
}
