import { parseArgs } from 'node:util';
import { StartProblem } from '../system/start-problem.ts';

export interface StartOptions {
  dataDirectory: string | undefined;
  portOffset: number;
  freePorts: boolean;
  fresh: boolean;
}

export const startUsage = `Usage: npm start -- [--data-dir DIR] [--port-offset N | --free-ports] [--fresh]

  --data-dir DIR     where data, logs and secrets are kept (default .aegis)
  --port-offset N    adds N to every port, for a second system beside the first
  --free-ports       takes whatever ports are free; stack.json tells which
  --fresh            forgets what an earlier start left in the data directory
`;

/** @throws StartProblem with the usage */
export function parseStartOptions(args: string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'data-dir': { type: 'string' },
        'port-offset': { type: 'string', default: '0' },
        'free-ports': { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
      },
    });
    return {
      dataDirectory: values['data-dir'],
      portOffset: offset(values['port-offset']),
      freePorts: values['free-ports'],
      fresh: values.fresh,
    };
  } catch (problem) {
    throw new StartProblem(`${problem instanceof Error ? problem.message : problem}\n\n${startUsage}`);
  }
}

const LARGEST_OFFSET = 50_000;

function offset(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= LARGEST_OFFSET) return value;
  throw new Error(`--port-offset must be a whole number from 0 to ${LARGEST_OFFSET}`);
}
