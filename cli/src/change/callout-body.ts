import { AuthorizeFailure, type CalloutBody } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { environmentFlag, fileFlag } from '../flags.ts';
import { document, fileText } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

export const calloutEnvironmentFlag = environmentFlag('Environment of the app.');

export const calloutFlags = {
  ...fileFlag,
  'callout-url': Flags.string({ description: 'Address that gateways ask with POST.' }),
  'secret-file': Flags.string({
    description:
      'File with the key of the signature; - for stdin. New without one: it is made and shown once.',
  }),
  'answer-within': Flags.integer({
    min: 50,
    max: 5_000,
    description: 'Milliseconds for the whole question.',
  }),
  'allow-ttl': Flags.integer({ min: 0, description: 'Seconds that an allow is good for by default.' }),
  'deny-ttl': Flags.integer({ min: 0, description: 'Seconds that a deny is good for by default.' }),
  'on-failure': Flags.option({ options: AuthorizeFailure.options })({
    description: 'What decides while the backend gives no answer.',
  }),
  'max-stale': Flags.integer({
    min: 0,
    description: 'With --on-failure stale: seconds that an answer outlives.',
  }),
};

export interface CalloutFlags {
  file?: string | undefined;
  'callout-url'?: string | undefined;
  'secret-file'?: string | undefined;
  'answer-within'?: number | undefined;
  'allow-ttl'?: number | undefined;
  'deny-ttl'?: number | undefined;
  'on-failure'?: AuthorizeFailure | undefined;
  'max-stale'?: number | undefined;
}

/** Fields that the file and the flags name, over those of the callout as it is; flags win. */
export async function calloutChanges(flags: CalloutFlags, current: object): Promise<CalloutBody> {
  const file = flags['secret-file'];
  return {
    ...current,
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      url: flags['callout-url'],
      secret: file === undefined ? undefined : (await fileText(file)).trim(),
      timeout_ms: flags['answer-within'],
      allow_ttl_s: flags['allow-ttl'],
      deny_ttl_s: flags['deny-ttl'],
      on_failure: flags['on-failure'],
      max_stale_s: flags['max-stale'],
    }),
    // The server, and --dry-run here, check it against the contract.
  } as CalloutBody;
}
