import { appDocument, demoDocuments, ids } from '../../src/gateway/documents.ts';
import { GatewayHarness, until } from '../../src/gateway-harness.ts';

describe('workers', () => {
  let gateway: GatewayHarness;

  const slug = async () => ((await gateway.probe('app', ids.app)).json() as { slug: string }).slug;

  beforeEach(async () => {
    gateway = await GatewayHarness.start(demoDocuments());
    gateway.expectProblems(/exited on signal 9/);
  });
  afterEach(() => gateway.stop());

  it('take over following when the one that follows is killed', async () => {
    for (const pid of gateway.nginx.workers()) {
      process.kill(pid, 'SIGKILL');
      await until(() => {
        const now = gateway.nginx.workers();
        return now.length === 2 && !now.includes(pid);
      }, 'a new worker');
      const name = `after-${pid}`;
      await gateway.publish([appDocument({ slug: name })]);
      await until(async () => (await slug()) === name);
    }
  });

  it('of a reload serve what the former ones served, and follow', async () => {
    const before = gateway.nginx.workers();
    gateway.nginx.reload();
    await until(
      () => gateway.nginx.workers().every((pid) => !before.includes(pid)),
      'the former workers to leave',
    );
    expect((await gateway.probeHost('demo.localhost')).status).toBe(200);
    await gateway.publish([appDocument({ slug: 'after' })]);
    expect(await slug()).toBe('after');
  });
});
