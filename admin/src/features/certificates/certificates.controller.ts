import { deleteCertificate, getCertificate, listCertificates, uploadCertificate } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { CertificatesService } from './certificates.service.ts';

@Controller()
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  @Handles(listCertificates)
  async list({ ctx, query }: Call<typeof listCertificates>): Promise<Answer<typeof listCertificates>> {
    return this.certificates.list(ctx, query);
  }

  @Handles(uploadCertificate)
  async upload(call: Call<typeof uploadCertificate>): Promise<Answer<typeof uploadCertificate>> {
    return this.certificates.upload(call.ctx, call.params.app_id, call.body);
  }

  @Handles(getCertificate)
  async get({ ctx, params }: Call<typeof getCertificate>): Promise<Answer<typeof getCertificate>> {
    return this.certificates.get(ctx, params.app_id, params.id);
  }

  @Handles(deleteCertificate)
  async remove({ ctx, params }: Call<typeof deleteCertificate>): Promise<Answer<typeof deleteCertificate>> {
    return this.certificates.remove(ctx, params.app_id, params.id);
  }
}
