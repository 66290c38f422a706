import { existsSync, readFileSync } from 'node:fs';

const { workspaces } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Every package with a jest.config.js takes part. */
export default {
  testTimeout: 60_000,
  projects: workspaces
    .filter((path) => existsSync(new URL(`${path}/jest.config.js`, import.meta.url)))
    .map((path) => `<rootDir>/${path}`),
};
