/** The one jest set-up: ES modules, TypeScript through swc, decorators as NestJS wants them. */
export default {
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // A spec that fails before it can stop what it started must not keep the run from ending.
  setupFilesAfterEnv: [new URL('stack/dist/testing/end-of-spec.js', import.meta.url).pathname],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true, tsx: false },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
