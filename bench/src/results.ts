import { type Samples } from './rounds.ts';
import { type Estimate, estimate, pairedRatio } from './statistics.ts';

/** What one subject cost beside its reference, over all rounds. */
export interface Result {
  name: string;
  workers: number;
  /** Microseconds of the workers' time per request. */
  cpuPerRequest: Estimate;
  requestsPerSecond: Estimate;
  /** Quotients to the reference of the same round; 1 for the reference itself. */
  cpuRatio: Estimate;
  throughputRatio: Estimate;
  memoryBytes: number;
}

export interface Report {
  machine: Machine;
  rounds: number;
  seconds: number;
  results: Result[];
  /** What one more plugin adds to the route with key, limit and usage: a quotient of CPU per request. */
  plugins: { name: string; cpuRatio: Estimate }[];
}

export interface Machine {
  processor: string;
  cores: number;
  kernel: string;
  nginx: string;
  at: string;
}

export function resultOf(
  name: string,
  workers: number,
  samples: Samples,
  reference: Samples,
  memoryBytes: number,
): Result {
  return {
    name,
    workers,
    cpuPerRequest: estimate(samples.cpuPerRequest),
    requestsPerSecond: estimate(samples.requestsPerSecond),
    cpuRatio: pairedRatio(samples.cpuPerRequest, reference.cpuPerRequest),
    throughputRatio: pairedRatio(samples.requestsPerSecond, reference.requestsPerSecond),
    memoryBytes,
  };
}
