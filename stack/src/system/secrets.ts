import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { signingKeys } from '@aegis/contracts/node';
import { z } from 'zod';

const StoredSecrets = z.strictObject({
  AEGIS_SECRET: z.string(),
  AEGIS_GATEWAY_SECRET: z.string(),
  postgres_superuser: z.string(),
  operator_password: z.string(),
  customer_password: z.string(),
  demo_jwt_secret: z.string(),
});
export type Secrets = z.infer<typeof StoredSecrets>;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/**
 * Made at the first start and kept (mode 0600): everything that is sealed, hashed and signed depends on them. One
 * that an earlier version did not have yet is added.
 */
export function keptSecrets(file: string): Secrets {
  const kept: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secrets = StoredSecrets.parse({ ...newSecrets(), ...kept });
  const complete = Object.keys(secrets).every((name) => name in kept);
  if (!complete) writeFileSync(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function newSecrets(): Secrets {
  return {
    AEGIS_SECRET: random(36),
    AEGIS_GATEWAY_SECRET: random(36),
    postgres_superuser: random(18),
    operator_password: random(12),
    customer_password: random(12),
    demo_jwt_secret: random(36),
  };
}

/** What gateways pin: `AEGIS_SIGNING_PUBLIC_KEY`. */
export function signingPublicKey(secret: string): string {
  return signingKeys(secret)
    .map(({ pinned }) => pinned)
    .join(',');
}
