export { authorizationOf, type TenancyRow, tenancyColumns, tenancyOf } from './tenancy.document.ts';
export { renderTenants, renderUsers } from './tenants.document.ts';
export { TenantsModule } from './tenants.module.ts';
