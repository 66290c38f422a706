import { z } from 'zod';
import { Sealed } from './sealed.ts';

/** `certificate:<host>`: what a gateway shows for a host. The index of hosts names it. */
export const CertificateDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('active'),
    /** PEM, leaf first. */
    chain: z.string(),
    /** PEM (PKCS #8). */
    private_key: Sealed,
  }),
  z.strictObject({ status: z.literal('revoked') }),
]);
export type CertificateDocument = z.infer<typeof CertificateDocument>;
