import preset from '../jest.preset.js';

export default {
  ...preset,
  displayName: 'tests',
  testPathIgnorePatterns: ['/dist/', '/containers/'],
  // Longer than anything in the specs waits, so that what is told is what was waited for.
  testTimeout: 60_000,
};
