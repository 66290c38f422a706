import { tenantDocumentId, userDocumentId } from '@aegis/contracts/node';
import { ids } from '@aegis/tests/documents';
import type { Publication } from '@aegis/tests/gateway-harness';
import { QuotaOffice, quota } from '@aegis/tests/quotas';
import { issuer, issuersDocument, publicSigner, type Signer } from '@aegis/tests/tokens';
import { nextId } from '@aegis/tests/traffic';
import type { Signature } from '../measure/openssl.ts';
import { type Setup, wideLimit } from '../servers/documents.ts';

export const signatures = ['RS256', 'ES256'] as const satisfies Signature[];
export type Signers = Record<Signature, Signer>;

export const newSigners = async (): Promise<Signers> => ({
  RS256: await publicSigner('RS256', 'rsa'),
  ES256: await publicSigner('ES256', 'ec'),
});

const issuers = (signers: Signers) =>
  issuersDocument(issuer(signatures.map((signature) => signers[signature].published)));

/** A route that takes tokens, and no more: what a new token costs. */
export const newTokenSetup = (signers: Signers): Setup => ({
  workers: 1,
  routes: { token: { auth: 'jwt' } },
  documents: [issuers(signers)],
});

/**
 * A required tenant, roles that inherit and are granted to the token's user, a permission with a parameter of the
 * path, a token bucket by user, a quota by tenant.
 */
export function memberSetup(signers: Signers): Setup {
  const [tenant, writer, reader] = [nextId(), nextId(), nextId()];
  const bucket = wideLimit({ algorithm: 'token_bucket', by: ['user'] });
  const monthly = quota({ amount: 1_000_000_000, counted_by: 'tenant' });
  const documents: Publication[] = [
    issuers(signers),
    { kind: 'tenant', id: tenantDocumentId(ids.app, 'acme'), document: { status: 'active', id: tenant } },
    { kind: 'user', id: userDocumentId(tenant, 'ann'), document: { roles: [writer] } },
    {
      kind: 'roles',
      id: ids.app,
      document: {
        roles: [
          { id: reader, name: 'reader', permissions: ['orders.*:read', '!orders.13:read'], inherits: [] },
          { id: writer, name: 'writer', permissions: ['orders.*:write'], inherits: [reader] },
        ],
      },
    },
  ];
  return {
    workers: 1,
    app: {
      limits: { [bucket.id]: bucket },
      quotas: [monthly],
      tenancy: { required: true, unknown: 'refuse', tiers: {} },
      authorization: { trust_token_roles: true, roles: true, grants: true },
    },
    routes: { member: { auth: 'jwt', permission: 'orders.:id:read', limits: [bucket.id] } },
    documents,
    fill: (harness) => new QuotaOffice(harness.redis.client).seed(monthly),
  };
}

/** More than the gateway remembers, so that each is new again when its turn comes. */
const TOKENS = 8_000;

/** Tokens that differ in their `jti`. */
export function newTokens(signer: Signer, amount = TOKENS): Promise<string[]> {
  return Promise.all(Array.from({ length: amount }, (_, index) => signer.sign({ jti: `token-${index}` })));
}
