import {
  cancelCertificateOrder,
  deleteApp,
  getCertificateOrder,
  listAudit,
  listCertificateOrders,
  orderCertificate,
  platformInfo,
  retryCertificateOrder,
} from '@aegis/contracts';
import { AppModule } from '../../app.module.ts';
import { createApp } from '../../platform/http/create-app.ts';
import { newId } from '../../platform/ids.ts';
import { createLogger } from '../../platform/logging/logger.ts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { mailsTo } from '../../testing/mails.ts';
import { hostsOf, OrderingWorld } from '../../testing/ordering-world.ts';
import { eventually, PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

/** Orders at a real ACME server, which asks for the answers that gateways would read from Redis. */
describe('orders of certificates', () => {
  let ordering: OrderingWorld;
  let world: RefusalWorld;
  let published: PublishedView;

  beforeAll(async () => {
    ordering = await OrderingWorld.start();
    ({ world } = ordering);
    published = new PublishedView();
  });
  afterAll(async () => {
    published?.close();
    await ordering?.stop();
  });

  it('become certificates that are shown, renew themselves, and take the same way as uploaded ones', async () => {
    const app = await newApp(world);
    const made = await ordering.order(app);
    expect(made).toMatchObject({
      status: 'pending',
      hosts: hostsOf(app).toSorted(),
      renewal: false,
      attempts: 0,
    });
    const certificate = await ordering.certificateOf(await ordering.issued(made));
    expect(certificate).toMatchObject({ origin: 'ordered', hosts: hostsOf(app).toSorted() });
    expect(certificate.issuer).toContain('Pebble');
    const [from, end, renews] = [
      certificate.valid_from,
      certificate.expires_at,
      certificate.renews_at ?? '',
    ].map((text) => Date.parse(text)) as [number, number, number];
    const left = (end - renews) / (end - from);
    expect(left).toBeGreaterThanOrEqual(0.333);
    expect(left).toBeLessThan(0.351);
    await published.until(certificate.liveness.revision);
    expect((await published.document(`certificate:${hostsOf(app)[0]}`))?.content).toMatchObject({
      status: 'active',
      chain: expect.stringContaining('BEGIN CERTIFICATE'),
    });
  });

  it('are proven by answers that gateways give no longer than needed', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    const made = await ordering.issued(await ordering.order(app, [host]));
    expect(ordering.gateway.asked.filter((one) => one === host).length).toBeGreaterThan(0);
    const { liveness } = await ordering.certificateOf(made);
    await published.until(liveness.revision);
    expect((await published.document(`challenge:${host}`))?.content).toEqual({ answers: {} });
    expect(await ordering.sql('SELECT * FROM challenge_answers WHERE host = $1', [host])).toEqual([]);
  });

  it('keep their secrets: the account’s key and the certificate’s are sealed, and shown nowhere', async () => {
    const app = await newApp(world);
    const made = await ordering.issued(await ordering.order(app));
    const rows = await ordering.sql('SELECT private_key FROM acme_accounts');
    expect(rows).toHaveLength(1);
    const stored = await ordering.sql('SELECT private_key, order_url FROM certificate_orders WHERE id = $1', [
      made.id,
    ]);
    expect(stored).toEqual([{ private_key: null, order_url: null }]);
    const seen = JSON.stringify([
      rows,
      await ordering.sql('SELECT * FROM audit_entries'),
      await ordering.sql('SELECT * FROM certificates'),
    ]);
    expect(seen).not.toContain('PRIVATE KEY');
  });

  it('share one account, also several at once and when its address at the authority was not kept', async () => {
    await ordering.sql('UPDATE acme_accounts SET account_url = NULL');
    const [one, other] = [await newApp(world), await newApp(world)];
    const made = await Promise.all([ordering.order(one), ordering.order(other)]);
    for (const each of made) expect(await ordering.issued(each)).toMatchObject({ attempts: 0 });
    expect(await ordering.sql('SELECT account_url FROM acme_accounts')).toEqual([
      { account_url: expect.stringMatching(/^https:/) },
    ]);
  });

  it('are told in the audit log', async () => {
    const app = await newApp(world);
    const made = await ordering.issued(await ordering.order(app));
    const query = { resource: 'certificate_order', resource_id: made.id };
    const { items } = (await world.company.owner.call(listAudit, { query })).data;
    expect(items.map(({ action, actor }) => [action, actor])).toEqual([
      ['certificate_orders.issued', 'certificates'],
      ['certificate_orders.challenge', 'certificates'],
      ['certificate_orders.create', world.company.owner.email],
    ]);
  });

  it('that fail say why and what to do, and are tried again', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    await ordering.authority.setAddress(host, false);
    const failing = await ordering.troubled(await ordering.order(app, [host]));
    expect(failing).toMatchObject({
      status: 'pending',
      attempts: 1,
      problem: { reason: expect.stringContaining(host), next_step: expect.stringContaining('DNS records') },
    });
    expect(Date.parse(failing.next_attempt_at ?? '')).toBeGreaterThan(Date.now());
    await ordering.authority.setAddress(host, true);
    const params = { app_id: app.id, id: failing.id };
    const { data: again } = await world.company.owner.call(retryCertificateOrder, { params });
    expect(again).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await ordering.certificateOf(await ordering.issued(failing))).toMatchObject({ hosts: [host] });
  });

  it('that fail too often are given up; members are mailed, and may try again', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    await ordering.authority.setAddress(host, false);
    const failing = await ordering.troubled(await ordering.order(app, [host]));
    await ordering.sql('UPDATE certificate_orders SET attempts = 5, next_attempt_at = now() WHERE id = $1', [
      failing.id,
    ]);
    const failed = await ordering.until(failing, ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ attempts: 6, problem: { next_step: expect.stringContaining('DNS') } });
    const mails = await mailsTo(world.app, world.company.owner.email);
    expect(mails.filter(({ subject }) => subject === `No certificate for ${app.name}`)).toEqual([
      expect.objectContaining({ body: expect.stringContaining(failed.problem?.reason ?? 'no reason') }),
    ]);
    await ordering.authority.setAddress(host, true);
    await world.company.owner.call(retryCertificateOrder, { params: { app_id: app.id, id: failed.id } });
    await ordering.issued(failed);
  });

  it('have the authority ask only when every gateway has the answers', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    ordering.gateway.standing = true;
    const made = await ordering.order(app, [host]);
    await eventually(
      async () => (await ordering.sql('SELECT FROM challenge_answers WHERE host = $1', [host])).length > 0,
    );
    await eventually(async () => (await published.document(`challenge:${host}`)) !== undefined);
    expect(await ordering.look(made)).toMatchObject({ status: 'pending' });
    expect(ordering.gateway.asked).not.toContain(host);
    ordering.gateway.standing = false;
    await ordering.issued(made);
    expect(ordering.gateway.asked).toContain(host);
  });

  it('go on in another admin when the one that works on them goes', async () => {
    const logger = createLogger(world.app.env);
    const second = await createApp(AppModule.with(world.app.env, logger), world.app.env, logger);
    await second.init();
    const app = await newApp(world);
    ordering.gateway.standing = true;
    const made = await ordering.order(app);
    const begun = await eventually(async () => {
      const rows = await ordering.sql(
        `SELECT order_url FROM certificate_orders o WHERE id = $1
           AND EXISTS (SELECT FROM challenge_answers WHERE order_id = o.id)`,
        [made.id],
      );
      return rows.length > 0 && rows;
    });
    // The lock dies with its connection: this is what the machine of the one that works on it going away looks like.
    await ordering.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'aegis-admin leader certificates'`,
    );
    expect(await ordering.sql('SELECT order_url FROM certificate_orders WHERE id = $1', [made.id])).toEqual(
      begun,
    );
    ordering.gateway.standing = false;
    expect(await ordering.issued(made)).toMatchObject({ attempts: 0 });
    await second.close();
  });

  it('are one at a time per host', async () => {
    const app = await newApp(world);
    const [first = '', second = ''] = hostsOf(app);
    await ordering.authority.setAddress(first, false);
    const waiting = await ordering.troubled(await ordering.order(app, [first]));
    const again = { params: { app_id: app.id }, body: {} };
    expectRefusal(await world.company.owner.send(orderCertificate, again), 'conflict');
    await ordering.issued(await ordering.order(app, [second]));
    const params = { app_id: app.id, id: waiting.id };
    const { data } = await world.company.owner.call(cancelCertificateOrder, { params });
    expect(data.status).toBe('cancelled');
    expectRefusal(await world.company.owner.send(cancelCertificateOrder, { params }), 'conflict');
    expectRefusal(await world.company.owner.send(retryCertificateOrder, { params }), 'conflict');
    await ordering.authority.setAddress(first, true);
    await ordering.issued(await ordering.order(app, [first]));
  });

  it('go with their app', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    await ordering.authority.setAddress(host, false);
    await ordering.troubled(await ordering.order(app, [host]));
    await world.company.owner.call(deleteApp, { params: { id: app.id } });
    expect(await ordering.sql('SELECT FROM certificate_orders WHERE app_id = $1', [app.id])).toEqual([]);
  });

  it('are bounded per app, because all companies share the authority’s patience', async () => {
    const app = await newApp(world);
    const input = { params: { app_id: app.id }, body: { hosts: ['not.ours.example'] } };
    for (let made = 0; made < 20; made += 1) {
      expectRefusal(await world.company.owner.send(orderCertificate, input), 'invalid_input', '/hosts/0');
    }
    expectRefusal(await world.company.owner.send(orderCertificate, input), 'too_many_attempts');
  });

  it('are offered only where the operator named an authority', async () => {
    expect((await world.app.visitor.call(platformInfo)).data.certificate_orders).toBe(true);
  });

  /** One that waits for its next attempt. */
  const waiting = async () => {
    const { id: app_id } = await newApp(world);
    const id = newId();
    await ordering.sql(
      `INSERT INTO certificate_orders (id, customer_id, app_id, hosts, next_attempt_at)
       VALUES ($1, $2, $3, '{}', now() + interval '1 day')`,
      [id, world.company.id, app_id],
    );
    return { params: { app_id, id } };
  };
  describeRefusals(() => world, listCertificateOrders);
  describeRefusals(
    () => world,
    orderCertificate,
    async () => ({ params: { app_id: (await newApp(world)).id }, body: {} }),
  );
  describeRefusals(() => world, getCertificateOrder, waiting);
  describeRefusals(() => world, retryCertificateOrder, waiting);
  describeRefusals(() => world, cancelCertificateOrder, waiting);
});

describe('without a certificate authority', () => {
  it('orders are refused, with who can change that', async () => {
    const world = await startWorld();
    const app = await newApp(world);
    const refused = await world.company.owner.send(orderCertificate, {
      params: { app_id: app.id },
      body: {},
    });
    expectRefusal(refused, 'certificate_orders_off');
    expect((await world.app.visitor.call(platformInfo)).data.certificate_orders).toBe(false);
    await world.app.close();
  });
});
