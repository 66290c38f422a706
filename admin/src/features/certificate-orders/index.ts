export { CertificateOrdersModule } from './certificate-orders.module.ts';
export { renderChallenges } from './challenge.document.ts';
