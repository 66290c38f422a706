import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `openssl speed -mr` calls an algorithm, and how it marks the line of its verifications. */
const algorithms = {
  RS256: { name: 'rsa2048', mark: '+R2' },
  ES256: { name: 'ecdsap256', mark: '+R6' },
} as const;
export type Signature = keyof typeof algorithms;

/** Microseconds of user time that OpenSSL itself takes to verify one signature: no token, no request around it. */
export async function verificationTime(signature: Signature): Promise<number> {
  const { name } = algorithms[signature];
  const { stdout, stderr } = await run('openssl', ['speed', '-mr', '-seconds', '1', name]);
  return readVerificationTime(signature, stdout + stderr);
}

/** Reads `<mark>:<verifications>:<bits>:<seconds>`. */
export function readVerificationTime(signature: Signature, output: string): number {
  const { mark } = algorithms[signature];
  const line = output.split('\n').find((text) => text.startsWith(`${mark}:`));
  const [, count, , seconds] = (line ?? '').split(':').map(Number);
  if (!count || !seconds) throw new Error(`openssl speed gave no result: ${output}`);
  return (seconds / count) * 1e6;
}
