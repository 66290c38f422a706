import type { DocumentKind, Environment, Liveness } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import type { List } from '../../platform/database/page.ts';

/** What the row of every part has. */
export interface StoredPart {
  id: string;
  name: string;
  version: number;
}

/** What one kind of part says about itself. SQL fragments come from our own source code. */
export interface PartKind<Row extends StoredPart, View> {
  /** Table of its rows, with `id` and `app_id`; audit actions begin with it: `limits.create`. */
  table: string;
  columns: string;
  /** As the audit log names one: `limit`. */
  resource: string;
  /** As sentences name one: `identity provider`. */
  word: string;
  /** Kind of the app's document that holds it: a part is live when that is. */
  document: DocumentKind;
  /** Another one that tells whether there are any. */
  alsoIn?: DocumentKind;
  lists: Pick<List, 'sorts' | 'search' | 'searchKeys'>;
  /** Unique constraint → what its clash means to the caller. */
  clashes: Record<string, string>;
  view: (row: Row, liveness: Liveness) => View;
  /** What the audit log keeps of it. */
  told: (row: Row) => object;
  /** Where it belongs to one environment. Absent: all of them share it. */
  environmentOf?: (row: Row) => Environment;
  /** How many of them an app may have. */
  most?: { amount: number; words: string };
  /** @throws Problem in_use */
  assertUnused?: (tx: Tx, appId: string, row: Row) => Promise<void>;
}
