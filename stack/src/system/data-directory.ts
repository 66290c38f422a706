import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where one system keeps everything: its data, logs, secrets and what it tells other programs. */
export interface DataDirectory {
  path: string;
  log: (part: string) => string;
  file: (name: string) => string;
}

/** Creates the directory; `fresh` forgets what an earlier start left there. */
export function openDataDirectory(path: string, fresh: boolean): DataDirectory {
  const root = resolve(path);
  if (fresh) rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'logs'), { recursive: true, mode: 0o755 });
  return {
    path: root,
    log: (part) => join(root, 'logs', `${part}.log`),
    file: (name) => join(root, name),
  };
}
