import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Person = z.strictObject({ email: z.string(), password: z.string(), token: z.string() });

/** `stack.json`: where everything is and how to get in, for scripts, tests and the curious. Mode 0600. */
export const StackFile = z.strictObject({
  dashboard: z.string(),
  admin: z.string(),
  gateway: z.string(),
  gateway_tls: z.string(),
  gateway_status: z.string(),
  mailbox: z.string(),
  sample_backend: z.string(),
  postgres: z.string(),
  redis: z.string(),
  operator: Person,
  customer: Person,
  app: z.strictObject({ id: z.string(), slug: z.string(), host: z.string() }),
  api_key: z.string(),
  /** A token of a demo user, by the app's identity provider `demo`. */
  jwt: z.string(),
});
export type StackFile = z.infer<typeof StackFile>;

/** What an earlier start wrote, or undefined. */
export function readStackFile(path: string): StackFile | undefined {
  if (!existsSync(path)) return undefined;
  const result = StackFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return result.success ? result.data : undefined;
}

export function writeStackFile(path: string, content: StackFile): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
