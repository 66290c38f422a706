import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerUser } from './system.ts';

/**
 * Where nginx keeps its pid, sockets and request bodies on disk. Below the system's temporary folder: a unix
 * socket's path may have 107 bytes, and the workers' user must reach it even if the gateway's directory is closed.
 * Workers may write below `temp` only: what the master reads as root must not be theirs to replace.
 */
export interface RunDirectory {
  path: string;
  /** Only the agent may ask there: its folder is closed to everybody else. */
  internalSocket: string;
  remove: () => Promise<void>;
}

export async function makeRunDirectory(user: WorkerUser | undefined): Promise<RunDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'aegis-gateway-'));
  await mkdir(join(path, 'agent'), { mode: 0o700 });
  await mkdir(join(path, 'temp'), { mode: 0o700 });
  if (user) {
    await chmod(path, 0o711);
    await chown(join(path, 'temp'), user.uid, user.gid);
  }
  return {
    path,
    internalSocket: join(path, 'agent', 'internal.sock'),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
