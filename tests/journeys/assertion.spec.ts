import { getAssertionKeys } from '@aegis/contracts';
import { type CommandLine, commandLine } from '../src/aegis.ts';
import { type System, startSystem } from '../src/system.ts';

/** A backend that believes nothing but the gateway's signature. */
describe('a signed assertion', () => {
  let system: System;
  let cli: CommandLine;

  beforeAll(async () => {
    system = await startSystem();
    cli = commandLine();
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await system?.stack.stop();
  });

  const aegis = (...args: string[]) =>
    cli.run(args, { env: { AEGIS_URL: system.demo.admin, AEGIS_TOKEN: system.demo.customer.token } });

  it('is checked by the sample backend once the app sends it', async () => {
    expect((await system.sendWithKey('/verified')).status).toBe(401);
    expect(await aegis('apps', 'update', 'demo', '--assertion', '--wait')).toMatchObject({ code: 0 });
    const answer = await system.sendWithKey('/verified');
    expect(answer.json()).toMatchObject({
      iss: system.demo.dashboard,
      aud: 'demo',
      environment: 'production',
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('is no assertion when somebody sends it past the gateway', async () => {
    const backend = `http://127.0.0.1:${system.stack.ports.sampleBackend}/verified`;
    expect((await fetch(backend)).status).toBe(401);
    expect((await fetch(backend, { headers: { 'x-aegis-assertion': 'a.b.c' } })).status).toBe(401);
  });

  it('has its keys at the issuer', async () => {
    const { data } = await system.customer.call(getAssertionKeys);
    const atIssuer = await fetch(`${system.demo.dashboard}/.well-known/jwks.json`);
    expect(await atIssuer.json()).toEqual(data);
  });
});
