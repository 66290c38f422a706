import type { GroupResult } from '../report/model.ts';
import type { Place } from '../servers/place.ts';

/** How long and how thoroughly a group measures. */
export interface Effort {
  /** Rounds for what a promise depends on, and for lists of costs. */
  rounds: number;
  listRounds: number;
  /** Smaller amounts of everything: shows that it works. */
  quick: boolean;
  progress: (text: string) => void;
}

/** A set of subjects that belong together: `--only <name>`. */
export type Group = (place: Place, effort: Effort) => Promise<GroupResult>;
