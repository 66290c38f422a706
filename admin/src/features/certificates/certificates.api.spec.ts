import {
  type App,
  deleteApp,
  deleteCertificate,
  getCertificate,
  listCertificates,
  uploadCertificate,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { makeCertificate } from '../../testing/certificates.ts';
import { mailsTo } from '../../testing/mails.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { ExpiringCertificates } from './expiring-certificates.ts';

describe('certificates', () => {
  let world: RefusalWorld;
  let published: PublishedView;
  beforeAll(async () => {
    world = await startWorld();
    published = new PublishedView();
  });
  afterAll(async () => {
    published.close();
    await world.app.close();
  });

  const hostsOf = (app: App) => app.environments.flatMap(({ hosts }) => hosts);
  const bodyFor = async (names: string[], until = 90) => {
    const { pem, key } = await makeCertificate({ names, until });
    return { chain: pem, private_key: key };
  };
  const upload = async (app: App, names = hostsOf(app), until = 90) => {
    const body = await bodyFor(names, until);
    const { data } = await world.company.owner.call(uploadCertificate, { params: { app_id: app.id }, body });
    return { data, body, params: { app_id: app.id, id: data.id } };
  };
  const contentOf = async (host: string) => (await published.document(`certificate:${host}`))?.content;
  /** The content of every shard of the host index that names the host. */
  const indexed = async (host: string) => {
    for (let shard = 0; shard < 32; shard += 1) {
      const content = (await published.document(`hosts:${shard}`))?.content as
        | { hosts: Record<string, object> }
        | undefined;
      if (content?.hosts[host]) return content.hosts[host];
    }
    return undefined;
  };
  const secretLines = (key: string) =>
    key.split('\n').filter((line) => line.length > 20 && !/-----/.test(line));

  it('are published for the hosts that they cover, and for no other', async () => {
    const app = await newApp(world);
    const [production = '', staging = ''] = hostsOf(app);
    const { data } = await upload(app, [production, 'elsewhere.example']);
    expect(data).toMatchObject({
      hosts: [production],
      names: [production, 'elsewhere.example'],
      expires_soon: false,
      expired: false,
    });
    await published.until(data.liveness.revision);
    expect(await contentOf(production)).toMatchObject({ status: 'active' });
    expect(await indexed(production)).toMatchObject({ certificate: production });
    expect(await indexed(staging)).not.toHaveProperty('certificate');
  });

  it('keep their private key to themselves: sealed in rows and documents, in no answer and no audit entry', async () => {
    const app = await newApp(world);
    const { data, body, params } = await upload(app);
    await published.until(data.liveness.revision);
    const seen = [
      data,
      (await world.company.owner.call(getCertificate, { params })).data,
      await contentOf(data.hosts[0] ?? ''),
      await world.app.database.asPlatform(`SELECT * FROM certificates WHERE id = '${data.id}'`),
      await world.app.database.asPlatform('SELECT * FROM audit_entries'),
    ].map((part) => JSON.stringify(part));
    expect(seen[2]).toContain('$sealed');
    for (const line of secretLines(body.private_key)) {
      for (const text of seen) expect(text).not.toContain(line);
    }
  });

  it('take the place of the ones before', async () => {
    const app = await newApp(world);
    const before = await upload(app);
    const after = await upload(app);
    const query = { app_id: app.id };
    const { items } = (await world.company.owner.call(listCertificates, { query })).data;
    expect(items.map(({ id }) => id)).toEqual([after.data.id]);
    expectRefusal(await world.company.owner.send(getCertificate, { params: before.params }), 'not_found');
    await published.until(after.data.liveness.revision);
    expect(await contentOf(hostsOf(app)[0] ?? '')).toMatchObject({
      chain: expect.stringContaining(after.body.chain.trim().slice(40, 200)),
    });
  });

  it('are listed over all apps, the first to expire first, with those that expire soon marked', async () => {
    const [late, soon] = [await upload(await newApp(world)), await upload(await newApp(world), undefined, 5)];
    const { items } = (await world.company.owner.call(listCertificates)).data;
    const ids = items.map(({ id }) => id);
    expect(ids.indexOf(soon.data.id)).toBeLessThan(ids.indexOf(late.data.id));
    expect(items.find(({ id }) => id === soon.data.id)).toMatchObject({ expires_soon: true, expired: false });
  });

  it('are announced three weeks and one week before they end, once each', async () => {
    const app = await newApp(world);
    const { data } = await upload(app, undefined, 20);
    const told = async () => {
      await world.app.get(ExpiringCertificates).run();
      await world.app.get(ExpiringCertificates).run();
      const mails = await mailsTo(world.app, world.company.owner.email);
      return mails.filter(({ subject }) => subject === `A certificate of ${app.name} expires soon`);
    };
    expect(await told()).toEqual([
      expect.objectContaining({ body: expect.stringContaining(data.hosts[0] ?? 'no host') }),
    ]);
    await world.app.database.asPlatform(
      `UPDATE certificates SET expires_at = now() + interval '6 days' WHERE id = $1`,
      [data.id],
    );
    expect(await told()).toHaveLength(2);
  });

  it('are removed: the index forgets them, and gateways are told at once', async () => {
    const app = await newApp(world);
    const { data, params } = await upload(app);
    const [host = ''] = data.hosts;
    const { revision = 0 } = await world.company.owner.call(deleteCertificate, { params });
    await published.until(revision);
    expect(await contentOf(host)).toEqual({ status: 'revoked' });
    expect(await indexed(host)).not.toHaveProperty('certificate');
    expectRefusal(await world.company.owner.send(getCertificate, { params }), 'not_found');
  });

  it('go with their app', async () => {
    const app = await newApp(world);
    const { data } = await upload(app);
    const { revision = 0 } = await world.company.owner.call(deleteApp, { params: { id: app.id } });
    await published.until(revision);
    expect(await contentOf(data.hosts[0] ?? '')).toEqual({ status: 'revoked' });
    const { items } = (await world.company.owner.call(listCertificates)).data;
    expect(items.map(({ id }) => id)).not.toContain(data.id);
  });

  it.each([
    ['/chain', 'covers no host of the app', () => bodyFor(['other.example'])],
    ['/chain', 'covers no host of the app', () => bodyFor([])],
    ['/chain', 'holds no certificate', async () => ({ chain: 'x', private_key: 'x' })],
    [
      '/private_key',
      'is not a private key',
      async () => ({ ...(await bodyFor(['other.example'])), private_key: 'x' }),
    ],
  ])('422 %s %s', async (pointer, why, make) => {
    const app = await newApp(world);
    const input = { params: { app_id: app.id }, body: await make() };
    const refused = await world.company.owner.send(uploadCertificate, input);
    expectRefusal(refused, 'invalid_input', pointer);
    expect(JSON.stringify(refused.problem.errors)).toContain(why);
  });

  describeRefusals(() => world, listCertificates);
  describeRefusals(
    () => world,
    uploadCertificate,
    async () => {
      const app = await newApp(world);
      return { params: { app_id: app.id }, body: await bodyFor(hostsOf(app)) };
    },
  );
  describeRefusals(
    () => world,
    getCertificate,
    async () => ({ params: (await upload(await newApp(world))).params }),
  );
  describeRefusals(
    () => world,
    deleteCertificate,
    async () => ({ params: (await upload(await newApp(world))).params }),
  );
});
