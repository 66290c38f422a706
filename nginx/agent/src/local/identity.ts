import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceText } from '../files.ts';

/** The gateway's id, made at its first start and kept in its directory. */
export async function gatewayId(directory: string): Promise<string> {
  const file = join(directory, 'gateway-id');
  const kept = z.uuid().safeParse((await readFile(file, 'utf8').catch(() => '')).trim());
  if (kept.success) return kept.data;
  const id = randomUUID();
  await replaceText(file, `${id}\n`);
  return id;
}
