import preset from '../jest.preset.js';

/** Some specs start the program, which takes its time on a busy machine. */
export default { ...preset, displayName: 'cli', testTimeout: 30_000 };
