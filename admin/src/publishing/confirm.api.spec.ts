import {
  createApp,
  getApp,
  getPlatformRevision,
  getRevision,
  listGateways,
  reloadGateways,
} from '@aegis/contracts';
import { GatewayVoice } from '../testing/gateway-voice.ts';
import {
  createCompany,
  createOperatorAccount,
  type TestCompany,
  type TestPerson,
} from '../testing/people.ts';
import { eventually, PublishedView } from '../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../testing/refusals.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

describe('what gateways report', () => {
  let app: TestApp;
  let company: TestCompany;
  let operator: TestPerson;
  let published: PublishedView;
  let world: RefusalWorld;

  beforeAll(async () => {
    app = await startTestApp();
    company = await createCompany(app);
    operator = await createOperatorAccount(app, 'owner');
    published = new PublishedView();
    world = { app, company, stranger: await createCompany(app), operator };
  });
  afterAll(async () => {
    published.close();
    await app.close();
  });

  const liveness = async (id: string) => (await company.owner.call(getApp, { params: { id } })).data.liveness;

  it('shows a change as publishing, partly live, and live with its time', async () => {
    const [first, second] = [new GatewayVoice(published.redis, 'a'), new GatewayVoice(published.redis, 'b')];
    const { data } = await company.owner.call(createApp, { body: { name: 'Watched' } });
    const { revision } = data.liveness;
    await published.until(revision);
    await first.heartbeat(revision - 1);
    await second.heartbeat(revision - 1);
    await eventually(async () => (await liveness(data.id)).gateways === 2);
    expect(await liveness(data.id)).toMatchObject({ state: 'publishing', live_on: 0, refusals: [] });
    await first.report(revision);
    const partly = await eventually(async () => {
      const seen = await liveness(data.id);
      return seen.live_on === 1 && seen;
    });
    expect(partly.state).toBe('partly');
    await second.report(revision);
    const live = await eventually(async () => {
      const seen = await liveness(data.id);
      return seen.state === 'live' && seen;
    });
    expect(live).toMatchObject({ revision, live_on: 2, gateways: 2 });
    expect(live.took_ms).toBeGreaterThanOrEqual(0);
    const { data: shown } = await company.owner.call(getRevision, { params: { revision } });
    expect(shown).toMatchObject({
      revision,
      summary: 'Created the app watched',
      liveness: { state: 'live' },
    });
    const { data: seenByOperator } = await operator.call(getPlatformRevision, { params: { revision } });
    expect(seenByOperator).toEqual(shown);
  });

  it('shows a refusal with its reason on the resource, until a good one took its place', async () => {
    const gateway = new GatewayVoice(published.redis, 'c');
    const { data } = await company.owner.call(createApp, { body: { name: 'Refused' } });
    const { revision } = data.liveness;
    const refusal = { document: `routes:${data.id}`, revision, reason: 'cannot be built', at: 1 };
    await gateway.heartbeat(revision, { refusals: [refusal] });
    const refused = await eventually(async () => {
      const seen = await liveness(data.id);
      return seen.state === 'refused' && seen;
    });
    expect(refused.refusals).toEqual([
      { gateway: 'gateway c', document: refusal.document, reason: 'cannot be built' },
    ]);
    await gateway.heartbeat(revision);
    await eventually(async () => (await liveness(data.id)).refusals.length === 0);
  });

  it('lists gateways with what each serves, refuses and says of its nginx.conf', async () => {
    const gateway = new GatewayVoice(published.redis, 'd');
    await gateway.heartbeat(1);
    await gateway.agent({
      revision: 1,
      state: 'refused',
      refused_revision: 2,
      reason: 'nginx: [emerg]',
      reloaded_at: 5,
    });
    const listed = await eventually(async () => {
      await gateway.heartbeat(1);
      const { data } = await operator.call(listGateways);
      return data.items.find(({ id, nginx }) => id === 'd' && nginx);
    });
    expect(listed).toMatchObject({
      state: 'up',
      nginx_version: '1.22.1',
      nginx: { state: 'refused', reason: 'nginx: [emerg]', reloaded_at: '1970-01-01T00:00:05.000Z' },
    });
    expect(listed.behind).toBeGreaterThan(0);
    // The last heartbeat may be read only now, and make it seen once more.
    await eventually(async () => {
      await app.database.asPlatform(
        `UPDATE gateways SET last_seen_at = now() - interval '20 seconds' WHERE id = 'd'`,
      );
      const { data } = await operator.call(listGateways);
      return data.items.find(({ id }) => id === 'd')?.state === 'gone';
    });
  });

  it('404 a revision of another company', async () => {
    const { data } = await world.stranger.owner.call(createApp, { body: { name: 'Theirs' } });
    const params = { revision: data.liveness.revision };
    expectRefusal(await company.owner.send(getRevision, { params }), 'not_found');
  });

  describeRefusals(() => world, listGateways);
  describeRefusals(() => world, reloadGateways);
  describeRefusals(
    () => world,
    getPlatformRevision,
    () => ({ params: { revision: 1 } }),
  );
});
