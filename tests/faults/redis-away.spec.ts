import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** Redis killed and started again under traffic: known callers notice nothing and every request is counted once. */
describe('Redis goes away and comes back', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem();
  }, 120_000);
  afterAll(() => system?.stack.stop(), 60_000);

  it('loses no request of known callers and no usage', async () => {
    const app = await system.newApp('Steady');
    let sent = 0;
    const send = async (count: number) => {
      for (let i = 0; i < count; i += 1) {
        const { status } = await app.sendWithKey(`/orders?n=${i}`);
        sent += 1;
        expect(status).toBeLessThan(500);
      }
    };
    await send(50);
    await system.stack.redis.part.stop('SIGKILL');
    await send(200);
    const stranger = await app.send('/', { headers: { host: 'nobody.localhost' } });
    expect(stranger.status).toBe(404);
    await system.stack.redis.part.start();
    await send(50);
    await until(async () => {
      expect(await system.counted(app.id)).toMatchObject({ requests: sent });
      return true;
    }, 'every request to be counted once');

    const later = await system.newApp('Later');
    expect((await later.sendWithKey('/')).status).toBe(200);
    expect(await system.counted(app.id)).toMatchObject({ requests: sent });
  }, 120_000);
});
