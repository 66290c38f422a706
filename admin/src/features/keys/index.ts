export { renderKeys } from './key.document.ts';
export { KeyIssuer } from './key-issuer.ts';
export { KeysModule } from './keys.module.ts';
