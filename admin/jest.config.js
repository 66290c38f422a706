import preset from '../jest.preset.js';

export default {
  ...preset,
  displayName: 'admin',
  globalSetup: '<rootDir>/src/testing/global-setup.ts',
  globalTeardown: '<rootDir>/src/testing/global-teardown.ts',
};
