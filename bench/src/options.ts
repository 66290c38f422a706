import { parseArgs } from 'node:util';

export interface Options {
  /** Paired rounds of one second per subject. */
  rounds: number;
  seconds: number;
  /** Results as JSON on standard output instead of text. */
  json: boolean;
  /** Whether docs/performance.md is written: only a run that is long enough may do so. */
  publish: boolean;
}

export const usage = `npm run bench -- [options]

  --rounds N   paired one-second rounds of every subject (30)
  --quick      5 rounds: shows that it works, resolves nothing, leaves docs/performance.md alone
  --json       results as JSON
  --help       this text`;

const enoughRounds = 30;

/** @throws TypeError for an option that does not exist, RangeError for a number out of bounds */
export function readOptions(args: string[]): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const rounds = Number(values.rounds ?? (values.quick ? 5 : enoughRounds));
  if (!Number.isInteger(rounds) || rounds < 2 || rounds > 1_000) {
    throw new RangeError('--rounds takes a whole number from 2 to 1000');
  }
  return { rounds, seconds: 1, json: values.json, publish: rounds >= enoughRounds && !values.quick };
}
