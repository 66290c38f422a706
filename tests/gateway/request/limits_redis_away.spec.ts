import { appDocument } from '../../src/gateway/documents.ts';
import { limit, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('limits while Redis is away', () => {
  let scene: Scene;
  const policies = {
    local: limit({ store: 'redis', by: ['route'], amount: 2, on_store_failure: 'local' }),
    deny: limit({ store: 'redis', by: ['route'], amount: 2, on_store_failure: 'deny' }),
    allow: limit({ store: 'redis', by: ['route'], amount: 2, on_store_failure: 'allow' }),
    synced: limit({ store: 'synced', by: ['route'], amount: 2 }),
  };

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    await scene.gateway.publish([
      appDocument({ limits: Object.fromEntries(Object.values(policies).map((one) => [one.id, one])) }),
      routesDocument([
        route({ path: '/warm' }),
        ...Object.entries(policies).map(([name, one]) => route({ path: `/${name}`, limits: [one.id] })),
      ]),
    ]);
    await scene.get('/warm');
    // nginx itself says this of a connection that a killed Redis had data for.
    scene.gateway.expectProblems(/recv\(\) failed \(104/);
    await scene.gateway.redis.stop();
  });
  afterAll(() => scene.stop());

  const statuses = async (path: string) => {
    const list: number[] = [];
    for (let i = 0; i < 3; i += 1) list.push((await scene.get(path)).status);
    return list;
  };

  it('count on this gateway by default', async () => {
    expect(await statuses('/local')).toEqual([200, 200, 429]);
  });

  it('refuse where the policy says deny', async () => {
    const answer = await scene.get('/deny');
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'limit_unavailable' });
    expect(answer.headers['retry-after']).toBeDefined();
  });

  it('let through where the policy says allow', async () => {
    expect(await statuses('/allow')).toEqual([200, 200, 200]);
  });

  it('go on from memory in the synced store', async () => {
    expect(await statuses('/synced')).toEqual([200, 200, 429]);
  });
});

describe('limits while Redis hangs', () => {
  let scene: Scene;
  const deny = limit({ store: 'redis', by: ['route'], amount: 1_000, on_store_failure: 'deny' });
  const allow = limit({ store: 'redis', by: ['route'], amount: 1_000, on_store_failure: 'allow' });

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    await scene.gateway.publish([
      appDocument({ limits: { [deny.id]: deny, [allow.id]: allow } }),
      routesDocument([
        route({ path: '/deny', limits: [deny.id] }),
        route({ path: '/allow', limits: [allow.id] }),
      ]),
    ]);
  });
  afterAll(() => scene.stop());

  const statuses = async (path: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => scene.get(path)));
    return [...new Set(answers.map(({ status }) => status))];
  };

  it('answer all who asked, also those who waited for others; afterwards they count again', async () => {
    expect([await statuses('/deny', 30), await statuses('/allow', 30)]).toEqual([[200], [200]]);
    scene.gateway.expectProblems(/lua tcp socket (read|connect) timed out/);
    scene.gateway.redis.pause();
    expect(await statuses('/deny', 30)).toEqual([503]);
    expect(await statuses('/allow', 30)).toEqual([200]);
    scene.gateway.redis.resume();
    await until(async () => (await scene.get('/deny')).status === 200, 'the limit to count again');
    expect(await statuses('/deny', 30)).toEqual([200]);
  });
});
