export { AuthorizationModule } from './authorization.module.ts';
