import preset from '../../jest.preset.js';

/** Images are built first: minutes, not seconds. */
export default { ...preset, displayName: 'containers', testTimeout: 900_000 };
