import { chmod, copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorkerUser } from './system.ts';

/**
 * Workers load plugins when they are first used, as their own user. Where that user cannot go (a checkout below
 * /root) they get a copy of the Lua code, which stays root's.
 * @returns the folder to put into `lua_package_path`
 */
export async function readableLua(
  source: string,
  runDirectory: string,
  user: WorkerUser | undefined,
): Promise<string> {
  if (!user || (await isOpenToOthers(source))) return source;
  const copy = join(runDirectory, 'lua');
  await copyTree(source, copy);
  return copy;
}

const READ_AND_ENTER = 0o005;
const ENTER = 0o001;

async function isOpenToOthers(folder: string, needed = READ_AND_ENTER): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & needed) !== needed) return false;
  const parent = dirname(folder);
  return parent === folder || (await isOpenToOthers(parent, ENTER));
}

/** Modes are set, not inherited: the umask may be as closed as the folder. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await copyTree(source, target);
    } else if (!entry.name.endsWith('_spec.lua')) {
      await copyFile(source, target);
      await chmod(target, 0o644);
    }
  }
}
