import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { deriveKey, splitSecret } from '@aegis/contracts/node';
import type { roles } from '@aegis/migrations';

export type RoleName = (typeof roles)[keyof typeof roles];

/** The login roles' passwords are derived, so nobody has to store, pass or rotate them separately. */
export function rolePassword(secret: string, role: RoleName): string {
  const [current] = splitSecret(secret);
  if (current === undefined) throw new Error('no secret');
  return deriveKey(current, `database/${role}`).toString('base64url');
}

/**
 * PostgreSQL's stored form of a password (SCRAM-SHA-256, RFC 5803), computed here so that the password itself
 * never appears in a statement that the server may log.
 */
export function scramVerifier(password: string, salt: Buffer): string {
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const mac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(mac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${mac('Server Key').toString('base64')}`;
}

/** The address of the same database for another role. */
export function urlFor(ownerUrl: string, secret: string, role: RoleName): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = rolePassword(secret, role);
  return url.href;
}
