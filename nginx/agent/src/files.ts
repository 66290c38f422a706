import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file so that a reader, or a start after a power failure, finds the old or the new content whole.
 * `write` fills the new file.
 */
export async function replaceFile(
  path: string,
  mode: number,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.new`;
  const file = await open(temporary, 'wx', mode);
  try {
    await write(file);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (problem) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw problem;
  }
  await syncDirectory(dirname(path));
}

export async function replaceText(path: string, text: string, mode = 0o600): Promise<void> {
  await replaceFile(path, mode, async (file) => {
    await file.writeFile(text);
  });
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
