import { z } from 'zod';
import { Environment, HttpsMode, UnknownTenant } from '../vocabulary.ts';
import { LimitPolicy } from './limits.ts';
import { PluginUse } from './plugin.ts';
import { QuotaRecord } from './quotas.ts';

/** `app:<app id>` */
export const AppDocument = z.strictObject({
  id: z.uuid(),
  slug: z.string(),
  customer_id: z.uuid(),
  /** `suspended` covers the app itself and its customer (any state that is not `active`). */
  status: z.enum(['active', 'suspended']),
  path: z.strictObject({
    merge_slashes: z.boolean(),
    /** Lets `%2f` through, still encoded, as part of a segment. */
    allow_encoded_slash: z.boolean(),
  }),
  api_key: z.strictObject({
    /** Query parameter that may carry the key. Absent: header only. */
    query_param: z.string().optional(),
    /** Hand the key's header on to the upstream. */
    forward: z.boolean(),
  }),
  /** Grows when the app's kept answers are purged. */
  cache_generation: z.int().nonnegative(),
  /** Requests of the app that each gateway works on at once. Absent: the platform's bound. */
  max_in_flight: z.int().positive().optional(),
  /** Send RateLimit headers on success too. */
  limit_headers: z.boolean(),
  /** Where a host has a certificate and is not of this machine. Absent: `off`. */
  https: HttpsMode.optional(),
  /** Tell backends who calls in a signed JWT too. Absent: no. */
  assertion: z.boolean().optional(),
  /** Every policy of the app by id; attachments elsewhere name ids, so editing a policy rewrites one document. */
  limits: z.record(z.uuid(), LimitPolicy),
  /** Policies that apply to every request of the app. */
  applied_limits: z.array(z.uuid()),
  /** Absent: what tokens and keys say of tenants is handed on, and no document of one is asked for. */
  tenancy: z
    .strictObject({
      required: z.boolean(),
      unknown: UnknownTenant,
      /** Of tenants without a tier, and of unknown ones that are served. */
      default_tier: z.uuid().optional(),
      /** Tier → ids of the policies that apply to its tenants, and of the quotas that count them (absent: none). */
      tiers: z.record(
        z.uuid(),
        z.strictObject({ name: z.string(), limits: z.array(z.uuid()), quotas: z.array(z.uuid()).optional() }),
      ),
    })
    .optional(),
  /** Absent, as before there were roles: a token's are trusted, and nobody has others. */
  authorization: z
    .strictObject({
      trust_token_roles: z.boolean(),
      /** Whether the app has roles; then there is a document of them. */
      roles: z.boolean(),
      /** Whether roles were granted to users; then their documents are worth asking for. */
      grants: z.boolean(),
    })
    .optional(),
  /** Every quota of the app; each environment counts by itself. Absent: none. */
  quotas: z.array(QuotaRecord).optional(),
  plugins: z.array(PluginUse),
  /** Environments with an authorize callout. Absent: none. */
  callouts: z.array(Environment).optional(),
});
export type AppDocument = z.infer<typeof AppDocument>;
