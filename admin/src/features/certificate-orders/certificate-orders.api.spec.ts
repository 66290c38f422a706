import {
  type App,
  type CertificateOrder,
  cancelCertificateOrder,
  deleteApp,
  getCertificate,
  getCertificateOrder,
  listAudit,
  listCertificateOrders,
  listCertificates,
  orderCertificate,
  platformInfo,
  retryCertificateOrder,
  uploadCertificate,
} from '@aegis/contracts';
import { startTestAuthority, type TestAuthority } from '@aegis/stack';
import { AppModule } from '../../app.module.ts';
import { createApp } from '../../platform/http/create-app.ts';
import { newId } from '../../platform/ids.ts';
import { createLogger } from '../../platform/logging/logger.ts';
import { AnsweringGateway } from '../../testing/answering-gateway.ts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { makeCertificate } from '../../testing/certificates.ts';
import { mailsTo } from '../../testing/mails.ts';
import { eventually, PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { ExpiringCertificates } from '../certificates/expiring-certificates.ts';
import { Renewals } from './renewals.ts';

/** Orders at a real ACME server, which asks for the answers that gateways would read from Redis. */
describe('orders of certificates', () => {
  let world: RefusalWorld;
  let gateway: AnsweringGateway;
  let authority: TestAuthority;
  let published: PublishedView;

  beforeAll(async () => {
    gateway = await AnsweringGateway.start();
    authority = await startTestAuthority({ httpPort: gateway.port });
    world = await startWorld({
      AEGIS_ACME_DIRECTORY_URL: authority.directoryUrl,
      AEGIS_ACME_ROOTS: authority.roots,
      AEGIS_BASE_DOMAIN: 'apps.example.com',
    });
    published = new PublishedView();
  });
  afterAll(async () => {
    published?.close();
    await world?.app.close();
    await gateway?.stop();
    await authority?.stop();
  });

  const hostsOf = (app: App) => app.environments.flatMap(({ hosts }) => hosts);
  const order = async (app: App, hosts?: string[]) => {
    const input = { params: { app_id: app.id }, body: { ...(hosts && { hosts }) } };
    return (await world.company.owner.call(orderCertificate, input)).data;
  };
  const look = async ({ app_id, id }: CertificateOrder) =>
    (await world.company.owner.call(getCertificateOrder, { params: { app_id, id } })).data;
  const until = (wanted: CertificateOrder, is: (now: CertificateOrder) => boolean) =>
    eventually(async () => {
      const now = await look(wanted);
      return is(now) && now;
    });
  const issued = (wanted: CertificateOrder) => until(wanted, ({ status }) => status === 'issued');
  const troubled = (wanted: CertificateOrder) => until(wanted, ({ problem }) => problem !== undefined);
  const certificateOf = async ({ app_id, certificate_id = '' }: CertificateOrder) =>
    (await world.company.owner.call(getCertificate, { params: { app_id, id: certificate_id } })).data;
  const sql = (text: string, values: unknown[] = []) => world.app.database.asPlatform(text, values);

  it('become certificates that are shown, renew themselves, and take the same way as uploaded ones', async () => {
    const app = await newApp(world);
    const made = await order(app);
    expect(made).toMatchObject({
      status: 'pending',
      hosts: hostsOf(app).toSorted(),
      renewal: false,
      attempts: 0,
    });
    const certificate = await certificateOf(await issued(made));
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
    const made = await issued(await order(app, [host]));
    expect(gateway.asked.filter((one) => one === host).length).toBeGreaterThan(0);
    const { liveness } = await certificateOf(made);
    await published.until(liveness.revision);
    expect((await published.document(`challenge:${host}`))?.content).toEqual({ answers: {} });
    expect(await sql('SELECT * FROM challenge_answers WHERE host = $1', [host])).toEqual([]);
  });

  it('keep their secrets: the account’s key and the certificate’s are sealed, and shown nowhere', async () => {
    const app = await newApp(world);
    const made = await issued(await order(app));
    const rows = await sql('SELECT private_key FROM acme_accounts');
    expect(rows).toHaveLength(1);
    const stored = await sql('SELECT private_key, order_url FROM certificate_orders WHERE id = $1', [
      made.id,
    ]);
    expect(stored).toEqual([{ private_key: null, order_url: null }]);
    const seen = JSON.stringify([
      rows,
      await sql('SELECT * FROM audit_entries'),
      await sql('SELECT * FROM certificates'),
    ]);
    expect(seen).not.toContain('PRIVATE KEY');
  });

  it('share one account, also several at once and when its address at the authority was not kept', async () => {
    await sql('UPDATE acme_accounts SET account_url = NULL');
    const [one, other] = [await newApp(world), await newApp(world)];
    const made = await Promise.all([order(one), order(other)]);
    for (const each of made) expect(await issued(each)).toMatchObject({ attempts: 0 });
    expect(await sql('SELECT account_url FROM acme_accounts')).toEqual([
      { account_url: expect.stringMatching(/^https:/) },
    ]);
  });

  it('are told in the audit log', async () => {
    const app = await newApp(world);
    const made = await issued(await order(app));
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
    await authority.setAddress(host, false);
    const failing = await troubled(await order(app, [host]));
    expect(failing).toMatchObject({
      status: 'pending',
      attempts: 1,
      problem: { reason: expect.stringContaining(host), next_step: expect.stringContaining('DNS records') },
    });
    expect(Date.parse(failing.next_attempt_at ?? '')).toBeGreaterThan(Date.now());
    await authority.setAddress(host, true);
    const params = { app_id: app.id, id: failing.id };
    const { data: again } = await world.company.owner.call(retryCertificateOrder, { params });
    expect(again).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await certificateOf(await issued(failing))).toMatchObject({ hosts: [host] });
  });

  it('that fail too often are given up; members are mailed, and may try again', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    await authority.setAddress(host, false);
    const failing = await troubled(await order(app, [host]));
    await sql('UPDATE certificate_orders SET attempts = 5, next_attempt_at = now() WHERE id = $1', [
      failing.id,
    ]);
    const failed = await until(failing, ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ attempts: 6, problem: { next_step: expect.stringContaining('DNS') } });
    const mails = await mailsTo(world.app, world.company.owner.email);
    expect(mails.filter(({ subject }) => subject === `No certificate for ${app.name}`)).toEqual([
      expect.objectContaining({ body: expect.stringContaining(failed.problem?.reason ?? 'no reason') }),
    ]);
    await authority.setAddress(host, true);
    await world.company.owner.call(retryCertificateOrder, { params: { app_id: app.id, id: failed.id } });
    await issued(failed);
  });

  it('go on in another admin when the one that works on them goes', async () => {
    const logger = createLogger(world.app.env);
    const second = await createApp(AppModule.with(world.app.env, logger), world.app.env, logger);
    await second.init();
    const app = await newApp(world);
    gateway.standing = true;
    const made = await order(app);
    const begun = await eventually(async () => {
      const rows = await sql(
        `SELECT order_url FROM certificate_orders o WHERE id = $1
           AND EXISTS (SELECT FROM challenge_answers WHERE order_id = o.id)`,
        [made.id],
      );
      return rows.length > 0 && rows;
    });
    // The lock dies with its connection: this is what the machine of the one that works on it going away looks like.
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'aegis-admin leader certificates'`,
    );
    expect(await sql('SELECT order_url FROM certificate_orders WHERE id = $1', [made.id])).toEqual(begun);
    gateway.standing = false;
    expect(await issued(made)).toMatchObject({ attempts: 0 });
    await second.close();
  });

  it('are one at a time per host', async () => {
    const app = await newApp(world);
    const [first = '', second = ''] = hostsOf(app);
    await authority.setAddress(first, false);
    const waiting = await troubled(await order(app, [first]));
    const again = { params: { app_id: app.id }, body: {} };
    expectRefusal(await world.company.owner.send(orderCertificate, again), 'conflict');
    await issued(await order(app, [second]));
    const params = { app_id: app.id, id: waiting.id };
    const { data } = await world.company.owner.call(cancelCertificateOrder, { params });
    expect(data.status).toBe('cancelled');
    expectRefusal(await world.company.owner.send(cancelCertificateOrder, { params }), 'conflict');
    expectRefusal(await world.company.owner.send(retryCertificateOrder, { params }), 'conflict');
    await authority.setAddress(first, true);
    await issued(await order(app, [first]));
  });

  it('are renewed ahead of the end, by a certificate that takes the place of the one before', async () => {
    const app = await newApp(world);
    const first = await issued(await order(app));
    await sql(`UPDATE certificates SET renews_at = now() - interval '1 minute' WHERE id = $1`, [
      first.certificate_id,
    ]);
    await world.app.get(Renewals).run();
    await world.app.get(Renewals).run();
    const query = { app_id: app.id };
    const { items } = (await world.company.owner.call(listCertificateOrders, { query })).data;
    expect(items.map(({ renewal }) => renewal)).toEqual([true, false]);
    const [renewal] = items;
    if (!renewal) throw new Error('no renewal');
    const done = await issued(renewal);
    const certificates = (await world.company.owner.call(listCertificates, { query })).data.items;
    expect(certificates.map(({ id }) => id)).toEqual([done.certificate_id]);
  });

  it('of renewals leave alone what was uploaded meanwhile', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    const first = await issued(await order(app, [host]));
    await authority.setAddress(host, false);
    await sql(`UPDATE certificates SET renews_at = now() - interval '1 minute' WHERE id = $1`, [
      first.certificate_id,
    ]);
    await world.app.get(Renewals).run();
    const query = { app_id: app.id, status: 'pending' as const };
    const [renewal] = (await world.company.owner.call(listCertificateOrders, { query })).data.items;
    if (!renewal) throw new Error('no renewal');
    await troubled(renewal);
    const { pem, key } = await makeCertificate({ names: [host] });
    const body = { chain: pem, private_key: key };
    const { data } = await world.company.owner.call(uploadCertificate, { params: { app_id: app.id }, body });
    await authority.setAddress(host, true);
    await world.company.owner.call(retryCertificateOrder, { params: { app_id: app.id, id: renewal.id } });
    await until(renewal, ({ status }) => status === 'cancelled');
    const { items } = (await world.company.owner.call(listCertificates, { query: { app_id: app.id } })).data;
    expect(items.map(({ id, origin }) => [id, origin])).toEqual([[data.id, 'uploaded']]);
  });

  it('whose renewal is overdue are announced; until then nobody is told that they end', async () => {
    const app = await newApp(world);
    const { certificate_id } = await issued(await order(app));
    const told = async () => {
      await world.app.get(ExpiringCertificates).run();
      const mails = await mailsTo(world.app, world.company.owner.email);
      return mails.filter(({ subject }) => subject === `A certificate of ${app.name} expires soon`);
    };
    const end = `UPDATE certificates SET expires_at = now() + interval '5 days', renews_at = now() + $2 * interval '1 day'
      WHERE id = $1`;
    await sql(end, [certificate_id, 1]);
    expect(await told()).toEqual([]);
    await sql(end, [certificate_id, -2]);
    expect(await told()).toEqual([expect.objectContaining({ body: expect.stringContaining('renewal') })]);
  });

  it('go with their app', async () => {
    const app = await newApp(world);
    const [host = ''] = hostsOf(app);
    await authority.setAddress(host, false);
    await troubled(await order(app, [host]));
    await world.company.owner.call(deleteApp, { params: { id: app.id } });
    expect(await sql('SELECT FROM certificate_orders WHERE app_id = $1', [app.id])).toEqual([]);
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
    await sql(
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
