export { renderIssuers } from './issuers.document.ts';
export { JwtIssuersModule } from './jwt-issuers.module.ts';
