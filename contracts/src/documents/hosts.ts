import { z } from 'zod';
import { Environment } from '../vocabulary.ts';

/** Number of shards of the host index. Part of the format: changing it needs a new format version. */
export const HOST_SHARDS = 32;

/** `hosts:<shard>`: host name → app and environment. Shard = crc32(host) % HOST_SHARDS. Loaded whole. */
export const HostsDocument = z.strictObject({
  hosts: z.record(
    z.string(),
    z.strictObject({
      app_id: z.uuid(),
      environment: Environment,
      /** Id of the certificate document to shake hands with. Absent: the gateway's default certificate. */
      certificate: z.string().optional(),
    }),
  ),
});
export type HostsDocument = z.infer<typeof HostsDocument>;
