import { demoDocuments, ids } from '../../src/gateway/documents.ts';
import { GatewayHarness, until } from '../../src/gateway-harness.ts';

describe('a gateway that starts', () => {
  let gateway: GatewayHarness;

  beforeAll(async () => {
    gateway = await GatewayHarness.start(demoDocuments());
  });
  afterAll(() => gateway.stop());

  it('knows the hosts that are published and no others', async () => {
    const record = { app_id: ids.app, environment: 'production' };
    expect((await gateway.probeHost('demo.localhost')).json()).toEqual(record);
    expect((await gateway.probeHost('other.localhost')).status).toBe(404);
  });

  it('builds a document at its first use', async () => {
    const answer = await gateway.probe('app', ids.app);
    expect(answer.status).toBe(200);
    expect(answer.headers['aegis-status']).toBe('active');
  });

  it('tells what is absent', async () => {
    expect((await gateway.probe('key', 'f'.repeat(64))).status).toBe(404);
  });

  it('reports to the admin which revision it serves', async () => {
    const heartbeat = await until(async () => {
      const found = await gateway.reportedHeartbeat();
      return found?.revision === gateway.publisher.revision && found;
    });
    expect(heartbeat).toMatchObject({ name: 'test', workers: 2, epoch: 1, refusals: [] });
    expect(heartbeat.memory_bytes).toBeGreaterThan(1_000_000);
    expect(await gateway.reports()).toContainEqual(
      expect.objectContaining({ revision: gateway.publisher.revision, refusals: [] }),
    );
  });

  it('tells its health, its readiness and its state on the status port', async () => {
    expect((await gateway.status('/health')).json()).toEqual({ status: 'ok' });
    expect((await gateway.status('/ready')).json()).toMatchObject({ status: 'ready', revision: 1 });
    expect((await gateway.status('/elsewhere')).status).toBe(404);
  });
});
