import { redisKeys } from '@aegis/contracts';
import { ids } from '../../src/gateway/documents.ts';
import { summariesOf } from '../../src/gateway/samples.ts';
import { Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('the live log', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 2 } });
    // Beyond the first requests of every worker, which are kept anyway.
    await until(async () => {
      await send(50);
      return (await kept('chance')) > 0 && (await kept('first')) === 200;
    }, 'the first requests');
  }, 60_000);
  afterAll(() => scene.stop());

  const send = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => scene.get(`/${i}`)));
  const kept = async (reason: string) =>
    (await summariesOf(scene)).filter(({ kept_because }) => kept_because === reason).length;
  const lease = async (seconds: number) => {
    const [now] = await scene.gateway.redis.client.time();
    await scene.gateway.redis.client.zadd(redisKeys.listeners, Number(now) + seconds, ids.app);
  };

  it('keeps no request for it while nobody listens', async () => {
    await send(100);
    expect(await kept('listened')).toBe(0);
  });

  it('has every worker keep what there is room for while somebody listens, and no longer', async () => {
    await lease(60);
    await until(async () => {
      await send(4);
      return (await kept('listened')) >= 20;
    }, 'the requests of the live log');
    await lease(-1);
    const before = { value: -1 };
    await until(async () => {
      const same = before.value === (await kept('listened'));
      before.value = await kept('listened');
      await send(4);
      return same;
    }, 'the end of the live log');
  }, 60_000);

  it('of one app leaves the others as they are', async () => {
    const [now] = await scene.gateway.redis.client.time();
    const other = '019aa000-0000-7000-8000-00000000a009';
    await scene.gateway.redis.client.zadd(redisKeys.listeners, Number(now) + 60, other);
    await until(async () => (await heard()).includes(other), 'the gateway to hear of it');
    await until(async () => {
      const before = await kept('listened');
      await send(100);
      await shipped();
      return (await kept('listened')) === before;
    }, 'its requests to go by');
  }, 60_000);

  /** A worker ships in order: once refused requests are there, those before them are. */
  const shipped = async () => {
    const before = await kept('refused');
    await until(async () => {
      await Promise.all(Array.from({ length: 10 }, () => scene.get('/%5c')));
      return (await kept('refused')) >= before + 20;
    }, 'the samples until here');
  };

  const heard = async () => String(await scene.gateway.lua('return ngx.shared.aegis_state:get("listened")'));
});
