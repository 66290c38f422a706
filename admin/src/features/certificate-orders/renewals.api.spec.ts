import {
  listCertificateOrders,
  listCertificates,
  retryCertificateOrder,
  uploadCertificate,
} from '@aegis/contracts';
import { newApp } from '../../testing/api-world.ts';
import { makeCertificate } from '../../testing/certificates.ts';
import { mailsTo } from '../../testing/mails.ts';
import { hostsOf, OrderingWorld } from '../../testing/ordering-world.ts';
import type { RefusalWorld } from '../../testing/refusals.ts';
import { ExpiringCertificates } from '../certificates/expiring-certificates.ts';
import { Renewals } from './renewals.ts';

describe('certificates that were ordered', () => {
  let ordering: OrderingWorld;
  let world: RefusalWorld;

  beforeAll(async () => {
    ordering = await OrderingWorld.start();
    ({ world } = ordering);
  });
  afterAll(() => ordering?.stop());

  it('are renewed ahead of the end, by a certificate that takes the place of the one before', async () => {
    const app = await newApp(world);
    const first = await ordering.issued(await ordering.order(app));
    await ordering.sql(`UPDATE certificates SET renews_at = now() - interval '1 minute' WHERE id = $1`, [
      first.certificate_id,
    ]);
    await world.app.get(Renewals).run();
    await world.app.get(Renewals).run();
    const query = { app_id: app.id };
    const { items } = (await world.company.owner.call(listCertificateOrders, { query })).data;
    expect(items.map(({ renewal }) => renewal)).toEqual([true, false]);
    const [renewal] = items;
    if (!renewal) throw new Error('no renewal');
    const done = await ordering.issued(renewal);
    const certificates = (await world.company.owner.call(listCertificates, { query })).data.items;
    expect(certificates.map(({ id }) => id)).toEqual([done.certificate_id]);
  });

  it('leave alone what was uploaded while they were renewed', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    const first = await ordering.issued(await ordering.order(app, [host]));
    await ordering.authority.setAddress(host, false);
    await ordering.sql(`UPDATE certificates SET renews_at = now() - interval '1 minute' WHERE id = $1`, [
      first.certificate_id,
    ]);
    await world.app.get(Renewals).run();
    const query = { app_id: app.id, status: 'pending' as const };
    const [renewal] = (await world.company.owner.call(listCertificateOrders, { query })).data.items;
    if (!renewal) throw new Error('no renewal');
    await ordering.troubled(renewal);
    const { pem, key } = await makeCertificate({ names: [host] });
    const body = { chain: pem, private_key: key };
    const { data } = await world.company.owner.call(uploadCertificate, { params: { app_id: app.id }, body });
    await ordering.authority.setAddress(host, true);
    await world.company.owner.call(retryCertificateOrder, { params: { app_id: app.id, id: renewal.id } });
    await ordering.until(renewal, ({ status }) => status === 'cancelled');
    const { items } = (await world.company.owner.call(listCertificates, { query: { app_id: app.id } })).data;
    expect(items.map(({ id, origin }) => [id, origin])).toEqual([[data.id, 'uploaded']]);
  });

  it('whose renewal is overdue are announced; until then nobody is told that they end', async () => {
    const app = await newApp(world);
    const { certificate_id } = await ordering.issued(await ordering.order(app));
    const told = async () => {
      await world.app.get(ExpiringCertificates).run();
      const mails = await mailsTo(world.app, world.company.owner.email);
      return mails.filter(({ subject }) => subject === `A certificate of ${app.name} expires soon`);
    };
    const end = `UPDATE certificates SET expires_at = now() + interval '5 days', renews_at = now() + $2 * interval '1 day'
      WHERE id = $1`;
    await ordering.sql(end, [certificate_id, 1]);
    expect(await told()).toEqual([]);
    await ordering.sql(end, [certificate_id, -2]);
    expect(await told()).toEqual([expect.objectContaining({ body: expect.stringContaining('renewal') })]);
  });
});
