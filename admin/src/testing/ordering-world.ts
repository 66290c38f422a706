import {
  type App,
  type CertificateOrder,
  getCertificate,
  getCertificateOrder,
  orderCertificate,
} from '@aegis/contracts';
import { startTestAuthority, type TestAuthority } from '@aegis/stack/testing';
import { AnsweringGateway } from './answering-gateway.ts';
import { startWorld } from './api-world.ts';
import { eventually } from './published.ts';
import type { RefusalWorld } from './refusals.ts';

export const hostsOf = (app: App): string[] => app.environments.flatMap(({ hosts }) => hosts);

/** A service that orders certificates from a real ACME server, which asks for answers as gateways would give them. */
export class OrderingWorld {
  private constructor(
    readonly world: RefusalWorld,
    readonly gateway: AnsweringGateway,
    readonly authority: TestAuthority,
  ) {}

  static async start(): Promise<OrderingWorld> {
    const gateway = await AnsweringGateway.start();
    const authority = await startTestAuthority({ httpPort: gateway.port });
    const world = await startWorld({
      AEGIS_ACME_DIRECTORY_URL: authority.directoryUrl,
      AEGIS_ACME_ROOTS: authority.roots,
      AEGIS_BASE_DOMAIN: 'apps.example.com',
    });
    return new OrderingWorld(world, gateway, authority);
  }

  async stop(): Promise<void> {
    await this.world.app.close();
    await this.gateway.stop();
    await this.authority.stop();
  }

  /** Of the first company; all hosts of the app when none are named. */
  async order(app: App, hosts?: string[]): Promise<CertificateOrder> {
    const input = { params: { app_id: app.id }, body: { ...(hosts && { hosts }) } };
    return (await this.world.company.owner.call(orderCertificate, input)).data;
  }

  async look({ app_id, id }: CertificateOrder): Promise<CertificateOrder> {
    return (await this.world.company.owner.call(getCertificateOrder, { params: { app_id, id } })).data;
  }

  until(order: CertificateOrder, is: (now: CertificateOrder) => boolean): Promise<CertificateOrder> {
    return eventually(async () => {
      const now = await this.look(order);
      return is(now) && now;
    });
  }

  issued(order: CertificateOrder): Promise<CertificateOrder> {
    return this.until(order, ({ status }) => status === 'issued');
  }

  /** An attempt has failed. */
  troubled(order: CertificateOrder): Promise<CertificateOrder> {
    return this.until(order, ({ problem }) => problem !== undefined);
  }

  async certificateOf({ app_id, certificate_id = '' }: CertificateOrder) {
    const params = { app_id, id: certificate_id };
    return (await this.world.company.owner.call(getCertificate, { params })).data;
  }

  sql(text: string, values: unknown[] = []) {
    return this.world.app.database.asPlatform(text, values);
  }
}
