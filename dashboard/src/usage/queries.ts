import { dashboard, usageBreakdown, usageSeries, usageUnits } from '@aegis/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { keyOf, read } from '../api/query.ts';
import { type RangeName, spanOf } from './ranges.ts';

/** Numbers move by themselves; a page that is looked at follows them. */
const every = 5_000;

export type BreakdownBy = 'app' | 'route' | 'key' | 'tenant' | 'status';

export const usageQueries = {
  /** The span ends now, so it is worked out at every call and is no part of the key. */
  series: (slug: string, range: RangeName, appId?: string) =>
    queryOptions({
      queryKey: keyOf(slug, usageSeries, { range, appId }),
      queryFn: async ({ signal }) => {
        const query = { ...spanOf(range, Date.now()), ...(appId ? { app_id: appId } : {}) };
        return (await call(slug, usageSeries, { query, signal })).data;
      },
      refetchInterval: every,
      placeholderData: keepPreviousData,
    }),
  breakdown: (slug: string, range: RangeName, by: BreakdownBy, of: { appId?: string; tenant?: string }) =>
    queryOptions({
      queryKey: keyOf(slug, usageBreakdown, { range, by, ...of }),
      queryFn: async ({ signal }) => {
        const { from, to } = spanOf(range, Date.now());
        const { appId, tenant } = of;
        const query = { from, to, by, limit: 6, ...(appId && { app_id: appId }), ...(tenant && { tenant }) };
        return (await call(slug, usageBreakdown, { query, signal })).data;
      },
      refetchInterval: every,
      placeholderData: keepPreviousData,
    }),
  units: (slug: string, range: RangeName, appId?: string) =>
    queryOptions({
      queryKey: keyOf(slug, usageUnits, { range, appId }),
      queryFn: async ({ signal }) => {
        const { from, to } = spanOf(range, Date.now());
        const query = { from, to, ...(appId ? { app_id: appId } : {}) };
        return (await call(slug, usageUnits, { query, signal })).data;
      },
      refetchInterval: every,
      placeholderData: keepPreviousData,
    }),
  dashboard: (slug: string) => ({ ...read(slug, dashboard), refetchInterval: every }),
};
