export { renderAuthorize } from './authorize.document.ts';
export { AuthorizeModule } from './authorize.module.ts';
