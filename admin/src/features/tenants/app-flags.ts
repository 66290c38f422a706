import type { TouchedDocument } from '../../platform/changes/changes.ts';
import type { Tx } from '../../platform/database/database.ts';
import { nameOf } from '../../publishing/names.ts';

export interface AppFlags {
  tenants: boolean;
  grants: boolean;
}

/** What the app's document says about all of its tenants at once, so that gateways look for none where there are none. */
export async function appFlags(tx: Tx, appId: string): Promise<AppFlags> {
  const [row] = await tx.query<[AppFlags]>(
    `SELECT EXISTS (SELECT FROM tenants WHERE app_id = $1) AS tenants,
       EXISTS (SELECT FROM grants WHERE app_id = $1) AS grants`,
    [appId],
  );
  return row;
}

/** The app's document, where a change made one of its flags another one than before. */
export async function appTouched(tx: Tx, appId: string, before: AppFlags): Promise<TouchedDocument[]> {
  const after = await appFlags(tx, appId);
  const same = after.tenants === before.tenants && after.grants === before.grants;
  return same ? [] : [{ name: nameOf('app', appId) }];
}
