import { appDocument, hostDocuments, ids, platformDocument } from '../../src/gateway/documents.ts';
import { GatewayHarness } from '../../src/gateway-harness.ts';

describe('a gateway that starts', () => {
  const record = { app_id: ids.app, environment: 'production' } as const;
  let gateway: GatewayHarness;

  beforeAll(async () => {
    const documents = [platformDocument(), appDocument(), ...hostDocuments({ 'demo.localhost': record })];
    gateway = await GatewayHarness.start(documents);
  });
  afterAll(() => gateway.stop());

  it('knows the hosts that are published and no others', async () => {
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
});
