import { Args, Flags } from '@oclif/core';

/** What the commands of operators about a company share. */

export const customerArgs = {
  customer: Args.string({ required: true, description: 'Slug or id of the company.' }),
};

export const reasonFlag = { reason: Flags.string({ description: 'Why; kept in the audit log.' }) };
