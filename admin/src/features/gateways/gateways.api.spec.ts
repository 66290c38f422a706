import { getPlatformVersions, listGateways } from '@aegis/contracts';
import { startWorld } from '../../testing/api-world.ts';
import { GatewayVoice } from '../../testing/gateway-voice.ts';
import { eventually, PublishedView } from '../../testing/published.ts';
import { describeRefusals, type RefusalWorld } from '../../testing/refusals.ts';

describe('what gateways and servers are', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  it('is told by the servers themselves', async () => {
    const { data } = await world.operator.call(getPlatformVersions);
    const version = expect.stringMatching(/^\d+(\.\d+)+$/);
    expect(data).toEqual({ postgresql: version, redis_config: version, redis_state: version });
  });

  it('is reported by the agents of the gateways', async () => {
    const published = new PublishedView();
    const voice = new GatewayVoice(published.redis, 'g-versions');
    await voice.heartbeat(1);
    await voice.agent({ revision: 1, state: 'live' });
    const gateway = await eventually(async () => {
      const { items } = (await world.operator.call(listGateways)).data;
      return items.find(({ id, nginx_version }) => id === 'g-versions' && nginx_version !== undefined);
    });
    expect(gateway).toMatchObject({
      nginx_version: '1.22.1',
      lua_version: '0.10.23',
      openssl_version: '3.0.17',
    });
    published.close();
  });

  describeRefusals(() => world, getPlatformVersions);
});
