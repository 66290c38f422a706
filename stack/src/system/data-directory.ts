import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where one system keeps everything: its data, logs, secrets and what it tells other programs. */
export interface DataDirectory {
  path: string;
  log: (part: string) => string;
  file: (name: string) => string;
}

export function openDataDirectory(path: string): DataDirectory {
  const root = resolve(path);
  mkdirSync(join(root, 'logs'), { recursive: true, mode: 0o755 });
  return {
    path: root,
    log: (part) => join(root, 'logs', `${part}.log`),
    file: (name) => join(root, name),
  };
}

/** Every start writes new logs and keeps those of the one before, so that they do not grow for ever. */
export function rotateLogs(directory: DataDirectory): void {
  const folder = directory.file('logs');
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  for (const name of logs) renameSync(join(folder, name), join(folder, `${name}.1`));
}

/** Forgets everything that an earlier start left, by name: the directory may hold things that are not ours. */
export function forget(directory: DataDirectory): void {
  const ours = ['postgres', 'redis', 'gateway', 'dashboard', 'logs', 'secrets.json', 'stack.json'];
  for (const name of ours) rmSync(directory.file(name), { recursive: true, force: true });
  mkdirSync(directory.file('logs'), { mode: 0o755 });
}
