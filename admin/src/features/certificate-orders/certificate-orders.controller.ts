import {
  cancelCertificateOrder,
  getCertificateOrder,
  listCertificateOrders,
  orderCertificate,
  retryCertificateOrder,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { CertificateOrdersService } from './certificate-orders.service.ts';

@Controller()
export class CertificateOrdersController {
  constructor(private readonly orders: CertificateOrdersService) {}

  @Handles(listCertificateOrders)
  async list(call: Call<typeof listCertificateOrders>): Promise<Answer<typeof listCertificateOrders>> {
    return this.orders.list(call.ctx, call.query);
  }

  @Handles(orderCertificate)
  async create(call: Call<typeof orderCertificate>): Promise<Answer<typeof orderCertificate>> {
    return this.orders.create(call.ctx, call.params.app_id, call.body.hosts);
  }

  @Handles(getCertificateOrder)
  async get(call: Call<typeof getCertificateOrder>): Promise<Answer<typeof getCertificateOrder>> {
    return this.orders.get(call.ctx, call.params);
  }

  @Handles(retryCertificateOrder)
  async retry(call: Call<typeof retryCertificateOrder>): Promise<Answer<typeof retryCertificateOrder>> {
    return this.orders.retry(call.ctx, call.params);
  }

  @Handles(cancelCertificateOrder)
  async cancel(call: Call<typeof cancelCertificateOrder>): Promise<Answer<typeof cancelCertificateOrder>> {
    return this.orders.cancel(call.ctx, call.params);
  }
}
