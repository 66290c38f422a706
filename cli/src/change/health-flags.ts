import type { UpstreamBody } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import type { z } from 'zod';
import { withoutAbsent } from './merge.ts';

type Health = NonNullable<z.input<typeof UpstreamBody>['health']>;

export const healthFlags = {
  'eject-after': Flags.integer({
    min: 0,
    description: 'Failed requests within 10 seconds that eject a target for 30 seconds; 0 never does.',
  }),
  'health-path': Flags.string({ description: 'Path that active health checks ask for; none ends them.' }),
  'health-interval': Flags.integer({ min: 1000, description: 'Milliseconds between active health checks.' }),
  'slow-start': Flags.integer({
    min: 0,
    description: 'Milliseconds in which the share of a new or returning target grows; 0 is at once.',
  }),
};

export interface HealthFlags {
  'eject-after'?: number | undefined;
  'health-path'?: string | undefined;
  'health-interval'?: number | undefined;
  'slow-start'?: number | undefined;
}

const names = ['eject-after', 'health-path', 'health-interval', 'slow-start'] as const;

/** Health with what the flags name changed. Everything else about it is said in a file. */
export function healthOf(flags: HealthFlags, before: Health | undefined): Health | undefined {
  if (names.every((name) => flags[name] === undefined)) return before;
  return withoutAbsent({
    passive: passiveOf(flags['eject-after'], before?.passive),
    active: activeOf(flags, before?.active),
    slow_start_ms: slowStartOf(flags['slow-start'], before?.slow_start_ms),
  });
}

function passiveOf(failures: number | undefined, before: Health['passive']): Health['passive'] {
  if (failures === undefined) return before;
  return failures === 0 ? undefined : { ...before, failures };
}

function activeOf(flags: HealthFlags, before: Health['active']): Health['active'] {
  const { 'health-path': path, 'health-interval': interval_ms } = flags;
  if (path === 'none') return undefined;
  const given = withoutAbsent({ path, interval_ms });
  return Object.keys(given).length === 0 ? before : { ...before, ...given };
}

const slowStartOf = (milliseconds: number | undefined, before: number | undefined) =>
  milliseconds === undefined ? before : milliseconds === 0 ? undefined : milliseconds;
