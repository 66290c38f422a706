import { parseArgs } from 'node:util';
import { type GroupName, groupNames } from './groups/index.ts';

export interface Options {
  groups: readonly GroupName[];
  /** Paired rounds of one second per subject, for what a promise depends on. */
  rounds: number;
  /** The same for lists of costs. */
  listRounds: number;
  quick: boolean;
  /** Results as JSON on standard output instead of text. */
  json: boolean;
  /** Whether docs/performance.md is written: only a run of everything that is long enough may do so. */
  publish: boolean;
}

export const usage = `npm run bench -- [options]

  --only GROUP  one group: ${groupNames.join(', ')}; again for more
  --rounds N    paired one-second rounds of every subject (30); lists of costs take a third
  --quick       everything small, 2 rounds: shows that it works, resolves nothing
  --json        results as JSON
  --help        this text

Only a run of all groups with 30 rounds or more writes docs/performance.md.`;

const enoughRounds = 30;
const quickRounds = 2;

function readRounds(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 2 || rounds > 1_000) {
    throw new RangeError('--rounds takes a whole number from 2 to 1000');
  }
  return rounds;
}

function readGroups(only: readonly string[]): readonly GroupName[] {
  const unknown = only.find((name) => !groupNames.some((known) => known === name));
  if (unknown !== undefined) throw new RangeError(`there is no group ${unknown}`);
  return only.length === 0 ? groupNames : groupNames.filter((name) => only.includes(name));
}

/** @throws TypeError for an option that does not exist, RangeError for a number out of bounds or an unknown group */
export function readOptions(args: string[]): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { quick, json } = values;
  const rounds = readRounds(values.rounds ?? String(quick ? quickRounds : enoughRounds));
  const groups = readGroups(values.only);
  const publish = rounds >= enoughRounds && !quick && groups.length === groupNames.length;
  const listRounds = Math.max(2, Math.ceil(rounds / 3));
  return { groups, rounds, listRounds, quick, json, publish };
}
