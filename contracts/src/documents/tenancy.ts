import { z } from 'zod';
import { TenantStatus } from '../vocabulary.ts';

/** `tenant:<app id>.<hash of its external id>` (see `document-ids.ts`). Deleted ones are `revoked`: unknown from then on. */
export const TenantDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: TenantStatus,
    /** Ours: users of a tenant that is made anew later have other documents. */
    id: z.uuid(),
    tier: z.uuid().optional(),
  }),
  z.strictObject({ status: z.literal('revoked') }),
]);
export type TenantDocument = z.infer<typeof TenantDocument>;

/** `user:<our id of the tenant>.<hash of the user's external id>`: ids of the roles granted, never their contents. */
export const UserDocument = z.strictObject({ roles: z.array(z.uuid()) });
export type UserDocument = z.infer<typeof UserDocument>;

/** `roles:<app id>` */
export const RolesDocument = z.strictObject({
  roles: z.array(
    z.strictObject({
      id: z.uuid(),
      /** As tokens name it. */
      name: z.string(),
      permissions: z.array(z.string()),
      /** Ids of roles whose permissions it has too. */
      inherits: z.array(z.uuid()),
    }),
  ),
});
export type RolesDocument = z.infer<typeof RolesDocument>;
