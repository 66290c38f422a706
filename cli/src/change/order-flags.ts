import { Args, Flags } from '@oclif/core';
import { dryRunFlag } from '../flags.ts';

/** What the commands about orders of certificates share. */

export const orderArgs = {
  order: Args.string({ required: true, description: 'Id of the order, as `ssl orders` shows it.' }),
};

export const orderFlags = {
  ...dryRunFlag,
  wait: Flags.boolean({
    description: 'Return when every gateway shows the certificate, or an attempt failed.',
  }),
  timeout: Flags.integer({ min: 1, default: 180, description: 'Most seconds to --wait.' }),
};
