import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes, FixableError } from '../errors.ts';

/** What `aegis login` remembers for one installation. */
export interface Profile {
  url: string;
  token: string;
  email?: string;
  /** Slug of the company that commands are about. */
  customer?: string;
}

export interface Profiles {
  /** The one used when nobody names another. */
  current: string;
  profiles: Record<string, Profile>;
}

const none: Profiles = { current: 'default', profiles: {} };

/** @throws FixableError when the file is not readable as profiles */
export function readProfiles(file: string): Profiles {
  try {
    const text = readFileSync(file, 'utf8');
    keepPrivate(file);
    const found = JSON.parse(text) as Partial<Profiles>;
    return { current: found.current ?? none.current, profiles: found.profiles ?? {} };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return structuredClone(none);
    const message = `${file} cannot be read: ${(error as Error).message}`;
    const next = `Repair or delete ${file}, then \`aegis login\`.`;
    throw new FixableError(
      { code: 'profiles_unreadable', message, next, exit: exitCodes.failed },
      { cause: error },
    );
  }
}

/** Replaces the file whole, readable by its owner only: it holds tokens. */
export function writeProfiles(file: string, profiles: Profiles): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(beside, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

/** A copied or restored file may have lost its mode. */
function keepPrivate(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}
