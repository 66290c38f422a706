import { readFileSync } from 'node:fs';
import { type CommandLine, commandLine } from '../src/aegis.ts';
import { IdentityProvider } from '../src/identity-provider.ts';
import { type System, startSystem } from '../src/system.ts';

/** The command line as a child process against the whole system; every exit code at least once. */
describe('the command line', () => {
  let system: System;
  let cli: CommandLine;
  let provider: IdentityProvider | undefined;
  let asOperator: { env: NodeJS.ProcessEnv };

  const aegis = (...args: string[]) => cli.run(args);
  async function succeed(...args: string[]) {
    const ended = await aegis(...args);
    expect([ended.err, ended.code]).toEqual([expect.any(String), 0]);
    return ended;
  }

  beforeAll(async () => {
    system = await startSystem();
    cli = commandLine();
    const { admin, customer, operator } = system.demo;
    asOperator = { env: { AEGIS_URL: admin, AEGIS_TOKEN: operator.token } };
    const login = ['login', '--url', admin, '--email', customer.email];
    expect(await cli.run(login, { input: `${customer.password}\n` })).toMatchObject({ code: 0 });
  }, 120_000);
  afterAll(async () => {
    cli?.close();
    await provider?.stop();
    await system?.stack.stop();
  });

  it('knows who signed in', async () => {
    const me = (await succeed('whoami', '--json')).json();
    expect(me).toMatchObject({ account: { email: system.demo.customer.email } });
  });

  it('makes an app that answers as soon as the command returns', async () => {
    const upstream = `http://localhost:${system.stack.ports.sampleBackend}`;
    const ended = await succeed('apps', 'create', 'Shop', '--upstream', upstream, '--wait', '--json');
    const app = ended.json() as { slug: string; first_key: string; liveness: { state: string } };
    expect(app).toMatchObject({ slug: 'shop', liveness: { state: 'live' } });
    const headers = { host: 'shop.localhost', 'x-api-key': app.first_key };
    expect((await system.send('/', { headers })).status).toBe(200);
    expect((await succeed('apps', 'list', '--output', 'name')).out.split('\n')).toContain('shop');
  });

  it('opens a route, changes it and takes it away, live each time', async () => {
    const app = ['--app', 'demo', '--wait'];
    const open = 'path: /open/*\nauth: none\n';
    const created = await cli.run(['routes', 'create', 'open', '--file', '-', ...app], { input: open });
    expect(created).toMatchObject({ code: 0, err: expect.stringContaining('live on 1 of 1') });
    expect((await system.send('/open/x')).status).not.toBe(401);
    await succeed('routes', 'update', 'open', '--auth', 'api_key', ...app);
    expect((await system.send('/open/x')).json()).toMatchObject({ code: 'missing_credentials' });
    const removed = await succeed('routes', 'delete', 'open', '--yes', ...app);
    expect(removed.err).toContain('live on 1 of 1');
    expect((await aegis('routes', 'get', 'open', '--app', 'demo')).code).toBe(5);
  });

  it('shows a dry run and changes nothing', async () => {
    const before = (await succeed('apps', 'get', 'demo', '--json')).json();
    const plan = await succeed('apps', 'update', 'demo', '--name', 'Other', '--dry-run', '--json');
    expect(plan.json()).toMatchObject({ changes: [{ field: 'name', before: 'Demo', after: 'Other' }] });
    expect((await succeed('apps', 'get', 'demo', '--json')).json()).toEqual(before);
  });

  it('makes a key that works and revokes it', async () => {
    const created = await succeed('keys', 'create', 'partner', '--app', 'demo', '--wait', '--json');
    const { secret } = created.json() as { secret: string };
    const headers = { 'x-api-key': secret };
    expect((await system.send('/', { headers })).status).toBe(200);
    const asked = await cli.run(['keys', 'introspect', '--app', 'demo', '--json'], { input: secret });
    expect(asked.json()).toMatchObject({ active: true, key: { name: 'partner' } });
    await succeed('keys', 'revoke', 'partner', '--app', 'demo', '--yes', '--wait');
    expect((await system.send('/', { headers })).json()).toMatchObject({ code: 'revoked_key' });
  });

  it('limits a route by a name', async () => {
    const app = ['--app', 'demo', '--wait'];
    await succeed('limits', 'create', 'twice', '--amount', '2', '--per', '1h', '--store', 'local', ...app);
    await succeed('routes', 'create', 'scarce', '--path', '/scarce', '--limit', 'twice', ...app);
    const answers = [];
    for (let call = 0; call < 3; call++) answers.push((await system.sendWithKey('/scarce')).status);
    expect(answers[2]).toBe(429);
    expect(answers).not.toEqual([429, 429, 429]);
    expect(await aegis('limits', 'delete', 'twice', '--app', 'demo', '--yes')).toMatchObject({
      code: 3,
      err: expect.stringContaining('scarce'),
    });
  });

  it('believes an identity provider, tells what a token says, and takes both back', async () => {
    provider = await IdentityProvider.start('one');
    const app = ['--app', 'demo', '--wait'];
    await succeed('issuers', 'create', 'login', '--issuer', provider.issuer, '--discovery', ...app);
    await succeed('routes', 'create', 'users', '--path', '/echo', '--auth', 'jwt', ...app);
    const token = await provider.token('ann', { aud: 'shop' });
    const sent = () => system.send('/echo', { headers: { authorization: `Bearer ${token}` } });
    expect((await sent()).status).toBe(200);
    const decoded = await cli.run(['jwt', 'decode', '--app', 'demo', '--json'], { input: token });
    expect(decoded.json()).toMatchObject({
      header: { alg: 'ES256', kid: 'one' },
      claims: { sub: 'ann' },
      signature: 'not checked',
      asked: { issuer: 'login', reason: 'it has a key to check the signature with' },
    });
    await succeed('issuers', 'update', 'login', '--audience', 'else', ...app);
    expect((await sent()).json()).toMatchObject({ code: 'invalid_token' });
    await succeed('issuers', 'update', 'login', '--audience', 'shop', ...app);
    await succeed('issuers', 'revoke', 'login', '--user', 'ann', '--yes', ...app);
    expect((await sent()).json()).toMatchObject({ code: 'revoked_token' });
    await succeed('issuers', 'delete', 'login', '--yes', ...app);
    expect((await sent()).json()).toMatchObject({ code: 'invalid_token' });
  });

  it('works for a pipeline with a token of few scopes, which may nothing else', async () => {
    const scopes = ['apps:read', 'routes:write', 'revisions:read'].flatMap((scope) => ['--scope', scope]);
    const made = await succeed('tokens', 'create', 'ci', ...scopes, '--app', 'demo', '--json');
    const { token } = made.json() as { token: string };
    const env = { AEGIS_URL: system.demo.admin, AEGIS_TOKEN: token, AEGIS_APP: 'demo' };
    const route = ['routes', 'create', 'from-ci', '--path', '/from-ci', '--wait'];
    expect(await cli.run(route, { env })).toMatchObject({ code: 0 });
    expect((await cli.run(['keys', 'list'], { env })).code).toBe(4);
    expect((await cli.run(['routes', 'list', '--app', 'shop'], { env })).code).not.toBe(0);
    await succeed('tokens', 'revoke', 'ci', '--yes');
    expect((await cli.run(['routes', 'list'], { env })).code).toBe(4);
  });

  it('ends with 3 and points at the field that is refused', async () => {
    const ended = await aegis('routes', 'create', 'bad', '--app', 'demo', '--path', 'orders', '--json');
    expect(ended.code).toBe(3);
    expect(ended.json()).toMatchObject({
      error: {
        code: 'invalid_input',
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/path' })]),
        request_id: expect.any(String),
      },
    });
  });

  it('ends with 4 for a wrong token, and for what only operators may do', async () => {
    const { admin } = system.demo;
    const env = { AEGIS_URL: admin, AEGIS_TOKEN: 'aegis_pat_0000000000000000000000000000000000000000000' };
    expect((await cli.run(['whoami'], { env })).code).toBe(4);
    expect(await aegis('customers', 'list')).toMatchObject({
      code: 4,
      err: expect.stringContaining('operators'),
    });
  });

  it('ends with 5 for what is not there, and with 64 without --yes where nobody can be asked', async () => {
    expect((await aegis('apps', 'get', 'nothing-here')).code).toBe(5);
    expect(await aegis('apps', 'delete', 'demo')).toMatchObject({
      code: 64,
      err: expect.stringContaining('--yes'),
    });
  });

  it('shows operators companies, gateways and settings, and publishes everything anew', async () => {
    const operator = async (...args: string[]) => {
      const ended = await cli.run([...args, '--json'], asOperator);
      expect([ended.out, ended.code]).toEqual([expect.any(String), 0]);
      return ended.json();
    };
    expect(await operator('customers', 'list', '--status', 'active')).toMatchObject({
      items: [{ slug: 'demo' }],
    });
    expect(await operator('gateway', 'list')).toMatchObject({ items: [{ state: 'up', behind: 0 }] });
    expect(await operator('gateway', 'reload', '--wait')).toMatchObject({ liveness: { state: 'live' } });
    expect(await operator('gateway', 'status')).toMatchObject({ ok: true });
    expect(await operator('audit', 'verify')).toMatchObject({ intact: true });
    expect(await operator('config', 'validate')).toEqual({ valid: true });
  });

  it('changes a setting of the platform, which nginx takes over', async () => {
    const shown = (await cli.run(['config', 'show', '--json'], asOperator)).json();
    const { config } = shown as { config: { nginx: object } };
    const input = JSON.stringify({ ...config, nginx: { ...config.nginx, max_body_mb: 7 } });
    const set = await cli.run(['config', 'set', '-', '--wait'], { ...asOperator, input });
    expect(set).toMatchObject({ code: 0, err: expect.stringContaining('live on 1 of 1') });
    const { out } = await cli.run(['config', 'show', '--nginx'], asOperator);
    expect(out).toContain('client_max_body_size 7m');
  });

  it('finds nothing broken, as a member and as an operator', async () => {
    const member = (await succeed('doctor', '--json')).json() as { links: { name: string; state: string }[] };
    expect(member.links).toContainEqual(expect.objectContaining({ name: 'request', state: 'ok' }));
    const operator = await cli.run(['doctor', '--json'], asOperator);
    expect(operator.json()).toMatchObject({
      ok: true,
      links: expect.arrayContaining([
        expect.objectContaining({ name: 'versions', state: expect.stringMatching(/^(ok|warning)$/) }),
      ]),
    });
  });

  it('ends with 1 while the admin service is away, and the doctor says so', async () => {
    await system.stack.admin.stop();
    expect((await aegis('apps', 'list')).code).toBe(1);
    expect((await aegis('doctor', '--json')).json()).toMatchObject({ first_broken: 'admin' });
    await system.stack.admin.start();
    await succeed('apps', 'list');
  });

  it('forgets the token, which stops working at once', async () => {
    const { admin } = system.demo;
    const made = (await succeed('config', 'env', '--json')).json() as { profiles_file: string };
    const { token } = JSON.parse(readFileSync(made.profiles_file, 'utf8')).profiles.default;
    await succeed('logout');
    const env = { AEGIS_URL: admin, AEGIS_TOKEN: token };
    expect((await cli.run(['whoami'], { env })).code).toBe(4);
  });
});
