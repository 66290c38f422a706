import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** Absolute path of something in the repository. */
export const fromRoot = (path: string): string => resolve(root, path);
