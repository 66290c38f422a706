import { Balance, type HashBy, type UpstreamHealthSettings } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { usageError } from '../errors.ts';
import { fileFlag } from '../flags.ts';
import { document, readText } from '../terminal/input.ts';
import { type HealthFlags, healthFlags, healthOf } from './health-flags.ts';
import { withoutAbsent } from './merge.ts';
import {
  type ProtectedUpstream,
  type ProtectionFlags,
  protectionFlags,
  protectionOf,
} from './protection-flags.ts';

export const upstreamFlags = {
  ...fileFlag,
  ...healthFlags,
  ...protectionFlags,
  target: Flags.string({
    char: 't',
    multiple: true,
    description: 'Address of the backend, with =weight if not 1: https://a.example=3; repeat for more.',
  }),
  balance: Flags.option({ options: Balance.options })({ description: 'How targets share the requests.' }),
  'hash-by': Flags.string({
    description: 'What consistent_hash goes by: tenant, user, key, ip, header:<name> or cookie:<name>.',
  }),
  retries: Flags.integer({ min: 0, max: 5, description: 'How often to try another target.' }),
  'connect-timeout': Flags.integer({ min: 10, description: 'Milliseconds to connect.' }),
  'send-timeout': Flags.integer({ min: 100, description: 'Milliseconds between two writes.' }),
  'read-timeout': Flags.integer({ min: 100, description: 'Milliseconds between two reads.' }),
  'host-header': Flags.option({ options: ['upstream', 'client'] as const })({
    description: 'Whose host the backend sees.',
  }),
  'tls-verify': Flags.boolean({ allowNo: true, description: 'Check the certificate of the backend.' }),
  'client-chain': Flags.string({
    exclusive: ['no-client-certificate'],
    description: 'File with the certificate that the gateway shows to the backend, in PEM.',
  }),
  'client-key': Flags.string({
    dependsOn: ['client-chain'],
    description: 'File with its private key in PEM, without a passphrase.',
  }),
  'no-client-certificate': Flags.boolean({ description: 'Show no certificate to the backend.' }),
  'tls-server-name': Flags.string({ description: 'Name to ask for and check, if not that of the address.' }),
};

export interface UpstreamFlags extends HealthFlags, ProtectionFlags {
  file?: string | undefined;
  target?: string[] | undefined;
  balance?: Balance | undefined;
  'hash-by'?: string | undefined;
  retries?: number | undefined;
  'connect-timeout'?: number | undefined;
  'send-timeout'?: number | undefined;
  'read-timeout'?: number | undefined;
  'host-header'?: 'upstream' | 'client' | undefined;
  'tls-verify'?: boolean | undefined;
  'tls-server-name'?: string | undefined;
  'client-chain'?: string | undefined;
  'client-key'?: string | undefined;
  'no-client-certificate'?: boolean | undefined;
}

interface Nested extends Pick<ProtectedUpstream, 'retry_answers' | 'circuit_breaker'> {
  health?: UpstreamHealthSettings;
  timeouts?: object;
  tls?: object;
}

/** Fields that the file and the flags name, on top of `current`; flags win. */
export async function upstreamChanges(
  flags: UpstreamFlags,
  current: Nested = {},
): Promise<Record<string, unknown>> {
  const given: Record<string, unknown> & Nested = {
    ...current,
    ...(flags.file === undefined ? {} : await document(flags.file)),
  };
  const timeouts = withoutAbsent({
    connect_ms: flags['connect-timeout'],
    send_ms: flags['send-timeout'],
    read_ms: flags['read-timeout'],
  });
  const tls = {
    ...withoutAbsent({ verify: flags['tls-verify'], server_name: flags['tls-server-name'] }),
    ...clientCertificateOf(flags),
  };
  return {
    ...given,
    ...balanceOf(flags, given),
    ...healthChange(flags, given.health),
    ...protectionOf(flags, given),
    ...withoutAbsent({
      targets: flags.target?.map(targetOf),
      retries: flags.retries,
      host_header: flags['host-header'],
      timeouts: joined(given.timeouts, timeouts),
      tls: joined(given.tls, tls),
    }),
  };
}

const joined = (before: object | undefined, after: object) =>
  before || Object.keys(after).length > 0 ? { ...before, ...after } : undefined;

/** Without the key's file the key in force stays. */
function clientCertificateOf({ 'client-chain': chain, 'client-key': key, ...flags }: UpstreamFlags) {
  if (flags['no-client-certificate']) return { client_certificate: undefined };
  if (chain === undefined) return {};
  const private_key = key === undefined ? {} : { private_key: readText(key) };
  return { client_certificate: { chain: readText(chain), ...private_key } };
}

function healthChange(flags: UpstreamFlags, before: UpstreamHealthSettings | undefined) {
  const health = healthOf(flags, before);
  return health === undefined ? {} : { health };
}

/** Something to hash by means that it is hashed, and another method takes none. */
function balanceOf({ balance, 'hash-by': hashBy }: UpstreamFlags, before: Record<string, unknown>) {
  if (hashBy !== undefined)
    return { balance: balance ?? ('consistent_hash' as const), hash_by: hashByOf(hashBy) };
  if (balance === undefined) return {};
  return { balance, hash_by: balance === 'consistent_hash' ? before.hash_by : undefined };
}

function hashByOf(text: string): HashBy {
  const [source, ...name] = text.split(':');
  // The contract checks it, here with --dry-run or at the server.
  return { source, ...(name.length > 0 && { name: name.join(':') }) } as HashBy;
}

/** Addresses here have no query, so the last `=` starts the weight. */
function targetOf(text: string): { url: string; weight: number } {
  const [, url = text, weight = '1'] = /^(.*)=(\d+)$/.exec(text) ?? [];
  if (!URL.canParse(url))
    throw usageError(`"${text}" is not an address.`, 'For example: https://api.example.com=2');
  return { url, weight: Number(weight) };
}
