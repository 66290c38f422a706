export * from './api-key.ts';
export * from './document-ids.ts';
export * from './envelope.ts';
export * from './nginx-program.ts';
export * from './platform-keys.ts';
export * from './sealing.ts';
export * from './signed-texts.ts';
export * from './trace-token.ts';
