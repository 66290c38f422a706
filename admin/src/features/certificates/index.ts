export { renderCertificates } from './certificate.document.ts';
export { CertificatesModule } from './certificates.module.ts';
export { CertificateProblem, type ProvenCertificate, proveCertificate } from './chain.ts';
export { installCertificate } from './install.ts';
