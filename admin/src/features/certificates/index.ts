export { renderCertificates } from './certificate.document.ts';
export { CertificatesModule } from './certificates.module.ts';
export { CertificateProblem, proveCertificate } from './chain.ts';
