import type { Environment } from '@aegis/contracts';
import type { CustomerContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

/** The app that a token is limited to. Absent: every app of the company. */
export const onlyApp = ({ credential }: CustomerContext): string | undefined =>
  credential.kind === 'token' ? credential.appId : undefined;

const find = async (tx: Tx, ctx: CustomerContext, appId: string, lock: '' | ' FOR UPDATE'): Promise<void> => {
  const only = onlyApp(ctx);
  const rows =
    only === undefined || only === appId
      ? await tx.query<unknown[]>(`SELECT 1 FROM apps WHERE id = $1 AND deleted_at IS NULL${lock}`, [appId])
      : [];
  if (rows.length === 0) throw Problem.notFound('app');
};

/** The app exists, is the company's (row-level security), and the token may see it. @throws Problem not_found */
export const seeApp = (tx: Tx, ctx: CustomerContext, appId: string): Promise<void> =>
  find(tx, ctx, appId, '');

/**
 * The same for a change. Locks the app's row: changes of one app come one after the other, so that what one refers
 * to is not removed by another.
 */
export const changeApp = (tx: Tx, ctx: CustomerContext, appId: string): Promise<void> =>
  find(tx, ctx, appId, ' FOR UPDATE');

/** A token limited to one environment changes nothing of another, nor what all environments share (`shared`). */
export function assertEnvironment(
  { credential }: CustomerContext,
  environment: Environment | 'shared',
): void {
  const only = credential.kind === 'token' ? credential.environment : undefined;
  if (only !== undefined && only !== environment) {
    throw new Problem('not_allowed', { detail: `The token is limited to the environment ${only}.` });
  }
}
