import preset from '../jest.preset.js';

export default {
  ...preset,
  displayName: 'admin',
  // Specs start servers; a slow machine is no failure.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/src/testing/global-setup.ts',
  globalTeardown: '<rootDir>/src/testing/global-teardown.ts',
};
