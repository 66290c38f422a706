import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Absolute path of something in the repository. */
export const fromRoot = (path) => `${root}${path}`;
export const rootDirectory = fromRoot('');
