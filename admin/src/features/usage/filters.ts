import type { Environment } from '@aegis/contracts';
import type { CustomerContext } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { onlyApp } from '../app-access/index.ts';

interface Wanted {
  app_id?: string | undefined;
  environment?: Environment | undefined;
  /** Only where the rollup tells tenants apart. */
  tenant?: string | undefined;
}

/**
 * Conditions on a rollup: the company (row-level security holds that besides), the app and environment asked for, and
 * the app that a token is limited to. `$n` begin after `used`. @throws Problem not_found
 */
export function filtersOf(
  ctx: CustomerContext,
  { app_id, environment, tenant }: Wanted,
  used: number,
): { sql: string; values: string[] } {
  const only = onlyApp(ctx);
  if (only !== undefined && app_id !== undefined && app_id !== only) throw Problem.notFound('app');
  const app = app_id ?? only;
  const wanted = [
    ['customer_id', ctx.customer.id],
    ...(app === undefined ? [] : [['app_id', app]]),
    ...(environment === undefined ? [] : [['environment', environment]]),
    ...(tenant === undefined ? [] : [['tenant', tenant]]),
  ] as [string, string][];
  return {
    sql: wanted.map(([column], i) => `${column} = $${used + i + 1}`).join(' AND '),
    values: wanted.map(([, value]) => value),
  };
}
