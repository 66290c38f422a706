export { roleIds } from './references.ts';
export { renderRoles } from './roles.document.ts';
export { RolesModule } from './roles.module.ts';
