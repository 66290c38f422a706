import preset from '../jest.preset.js';

export default {
  ...preset,
  displayName: 'tests',
  testPathIgnorePatterns: ['/dist/', '/containers/'],
  testTimeout: 60_000,
};
