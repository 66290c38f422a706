import { createApp, createClient, login, ProblemError } from '@aegis/contracts';
import { call } from '../src/gateway/call.ts';
import { until } from '../src/wait.ts';
import { Installation, missingEngine } from './installation.ts';

const missing = missingEngine();
if (missing) console.log(`The container tests are skipped: ${missing}.`);

(missing ? describe.skip : describe)('the shipped containers', () => {
  let installation: Installation;
  let printed = '';

  beforeAll(async () => {
    installation = await Installation.start();
    printed = await until(() => printedCall(installation), 'the printed call', 120_000);
  });
  afterAll(() => installation?.stop());

  /** A call to the published port as the printed curl makes it, with or without its key. */
  function callPrinted(key: string | undefined) {
    const host = /Host: (\S+)'/.exec(printed)?.[1] ?? '';
    return call(installation.gatewayPort, '/', { headers: { host, ...(key && { 'x-api-key': key }) } });
  }

  it('lead to the printed call', async () => {
    expect(printed).toContain(`127.0.0.1:${installation.gatewayPort}`);
    const key = /X-API-Key: (\w+)/.exec(printed)?.[1];
    expect((await callPrinted(key)).status).toBe(200);
  });

  it('refuse the same call without a key', async () => {
    const answer = await callPrinted(undefined);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'missing_credentials' });
  });

  it('refuse an upstream on the gateway itself, and say who can change that', async () => {
    const [, email = '', password = ''] = /customer +(\S+) +(\S+)/.exec(printed) ?? [];
    const baseUrl = installation.dashboardUrl;
    const body = { email, password, token: { name: 'test', expires_in_days: 1 } };
    const { data } = await createClient({ baseUrl }).call(login, { body });
    const api = createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${data.token}` }) });
    const refused = api.call(createApp, { body: { name: 'Mine', upstream_url: 'http://localhost:4000' } });
    const problem: unknown = await refused.catch((reason: unknown) => reason);
    expect(problem).toBeInstanceOf(ProblemError);
    const text = JSON.stringify((problem as ProblemError).problem);
    expect(text).toContain('upstream_address_refused');
    expect(text).toMatch(/operator/);
    expect(text).toContain('AEGIS_UPSTREAM_ALLOW');
  });

  it('publish the gateway and the dashboard only', () => {
    const published = installation
      .compose('ps', '--format', '{{.Service}} {{.Ports}}')
      .split('\n')
      .filter((line) => line.includes('->'))
      .map((line) => line.split(' ')[0]);
    expect([...new Set(published)].sort()).toEqual(['dashboard', 'gateway']);
  });

  it('keep the metrics and the operators to themselves', async () => {
    const metrics = await fetch(`${installation.dashboardUrl}/metrics`);
    expect(await metrics.text()).not.toContain('# TYPE');
    const operator = await fetch(`${installation.dashboardUrl}/api/v1/operator/customers`);
    expect(operator.status).toBe(404);
  });

  it('run without root and without capabilities', () => {
    for (const service of ['admin', 'gateway', 'dashboard', 'sample-backend']) {
      const status = installation.compose('exec', '-T', service, 'cat', '/proc/self/status');
      expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0');
      expect(/^CapBnd:\s+(\w+)/m.exec(status)?.[1]).toBe('0000000000000000');
      expect(/^NoNewPrivs:\s+(\d)/m.exec(status)?.[1]).toBe('1');
    }
  });
});

/** The lines that the one-shot service prints when its first call went through. */
function printedCall(installation: Installation): string | undefined {
  const text = installation.logs('demo');
  return text.includes('X-API-Key') ? text : undefined;
}
