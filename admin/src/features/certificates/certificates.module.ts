import { Module } from '@nestjs/common';
import { CertificatesController } from './certificates.controller.ts';
import { CertificatesService } from './certificates.service.ts';
import { ExpiringCertificates } from './expiring-certificates.ts';

@Module({ controllers: [CertificatesController], providers: [CertificatesService, ExpiringCertificates] })
export class CertificatesModule {}
