import type { UpstreamRecord } from '@aegis/contracts';
import type { Keyring } from '../../platform/crypto/keyring.ts';
import { Problem } from '../../platform/http/problem.ts';
import { Secret } from '../../publishing/seal.ts';
import { CertificateProblem, proveCertificate } from '../certificates/index.ts';
import type { StoredUpstream, UpstreamSettings } from './upstream.ts';

const field = '/tls/client_certificate';

/** What an upstream's private key is sealed for. Environment and name of an upstream never change. */
export const clientKeyContext = (appId: string, environment: string, name: string): string =>
  `upstreams:${appId}:${environment}:${name}`;

/** Settings as a row keeps them, and the private key beside them. */
export interface KeptSettings {
  settings: UpstreamSettings;
  /** Sealed. */
  clientKey: string | null;
}

interface Sealing {
  keyring: Keyring;
  context: string;
  now: Date;
}

/**
 * Takes the private key out of what is kept in clear. @param before the row that is changed
 * @throws Problem invalid_input when certificate and key cannot be used together
 */
export function keptSettings(
  { keyring, context, now }: Sealing,
  settings: UpstreamSettings,
  before?: StoredUpstream,
): KeptSettings {
  const given = settings.tls.client_certificate;
  if (!given) return { settings, clientKey: null };
  const sealed = before?.client_key ?? null;
  const known = before?.settings.tls.client_certificate;
  // Something else is changed: a certificate that has expired since is no reason to refuse that.
  if (given.private_key === undefined && sealed !== null && given.chain === known?.chain)
    return { settings, clientKey: sealed };
  const key = given.private_key ?? (sealed === null ? undefined : keyring.open(context, sealed));
  if (key === undefined) throw Problem.invalid(`${field}/private_key`, 'is needed with a certificate');
  const { chain, privateKey } = proven(given.chain, key, now);
  return {
    settings: { ...settings, tls: { ...settings.tls, client_certificate: { chain } } },
    clientKey: keyring.seal(context, privateKey),
  };
}

function proven(chain: string, key: string, now: Date) {
  try {
    return proveCertificate(chain, key, now);
  } catch (problem) {
    if (!(problem instanceof CertificateProblem)) throw problem;
    throw Problem.invalid(`${field}/${problem.field}`, problem.message);
  }
}

/** TLS settings as gateways read them: publishing seals the key again, until then it is marked. */
export function publishedTls(tls: UpstreamSettings['tls'], open: () => string): UpstreamRecord['tls'] {
  const { client_certificate, ...rest } = tls;
  if (!client_certificate) return rest;
  const key = new Secret(open());
  return {
    ...rest,
    client_certificate: {
      chain: client_certificate.chain,
      private_key: key as unknown as NonNullable<UpstreamRecord['tls']['client_certificate']>['private_key'],
    },
  };
}
