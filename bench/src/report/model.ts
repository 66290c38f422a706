import type { Estimate } from '../measure/statistics.ts';
import type { PromiseName } from './promises.ts';

/** A value of a table, with its interval where it has one. Times are in the unit named, memory in bytes. */
export type Cell =
  | string
  | ({ kind: 'ratio' | 'microseconds' | 'milliseconds' } & Estimate)
  | { kind: 'count' | 'bytes'; value: number };

export interface Table {
  columns: string[];
  rows: Cell[][];
}

/** One part of the report. */
export interface Section {
  title: string;
  table: Table;
  /** What was done and how to read it, a line each. */
  notes: string[];
}

/** What was measured of a promise. */
export interface Finding {
  promise: PromiseName;
  /** What of it, where it is measured more than once. */
  of?: string;
  measured: Estimate;
}

export interface GroupResult {
  sections: Section[];
  findings: Finding[];
}

export interface Machine {
  processor: string;
  cores: number;
  kernel: string;
  nginx: string;
  at: string;
}

export interface Report extends GroupResult {
  machine: Machine;
  rounds: number;
}
