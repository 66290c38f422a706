export * from './documents.ts';
export * from './errors.ts';
export * from './gateway-reports.ts';
export * from './gateway-settings.ts';
export * from './redis-keys.ts';
export * from './usage.ts';
export * from './vocabulary.ts';
