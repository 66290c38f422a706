export { createSampleBackend } from './server.ts';
