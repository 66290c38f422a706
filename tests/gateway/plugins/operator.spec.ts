import type { PluginUse } from '@aegis/contracts';
import { appDocument } from '../../src/gateway/documents.ts';
import { operatorPlugin, removedPlugin } from '../../src/gateway/operator-plugin.ts';
import { route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const hello = (body: string) => `
local Hello = {}
Hello.__index = Hello
function Hello.new(settings) return setmetatable({ settings = settings }, Hello) end
${body}
return Hello`;
const uses = (name: string, settings: PluginUse['settings'] = {}) => [{ name, settings }];

describe("an operator's plugin", () => {
  let scene: Scene;
  let workers: number[];

  beforeAll(async () => {
    scene = await Scene.start();
    workers = scene.gateway.nginx.workers();
  });
  /** Nothing here may take a reload. */
  afterEach(() => expect(scene.gateway.nginx.workers()).toEqual(workers));
  afterAll(() => scene.stop());

  /** The same path on so many connections that every worker answers. */
  const everywhere = (path = '/') => Promise.all(Array.from({ length: 20 }, () => scene.get(path)));
  const failures = async () => (await scene.gateway.heartbeat()).plugin_failures;

  it('is installed, used, changed and removed without a reload, in every worker', async () => {
    const greet = (greeting: string) =>
      hello(`function Hello:access(request)
        request:set_header("x-greeting", "${greeting} " .. self.settings.whom .. " " .. request:method())
      end
      function Hello:header_filter(_, response) response:set_header("x-said", "${greeting}") end`);
    const phases = ['access', 'header_filter'] as const;
    await scene.gateway.publish([operatorPlugin('hello', greet('Hello'), { phases: [...phases] })]);
    await scene.gateway.publish([appDocument({ plugins: uses('hello', { whom: 'world' }) })]);
    for (const answer of await everywhere()) expect(answer.headers['x-said']).toBe('Hello');
    expect(scene.upstream.requests.at(-1)?.headers['x-greeting']).toBe('Hello world GET');
    await scene.gateway.publish([
      operatorPlugin('hello', greet('Bye'), { phases: [...phases], version: '2.0.0' }),
    ]);
    for (const answer of await everywhere()) expect(answer.headers['x-said']).toBe('Bye');
    await scene.gateway.publish([appDocument(), removedPlugin('hello')]);
    for (const answer of await everywhere()) expect(answer.headers['x-said']).toBeUndefined();
  });

  it('may refuse, or answer by itself', async () => {
    const source = hello(`function Hello:access(request)
      if request:query("who") ~= "me" then return aegis.refuse("Say who.") end
      return { status = 418, headers = { ["Content-Type"] = "text/plain" }, body = aegis.sha256("tea") }
    end`);
    await scene.gateway.publish([
      operatorPlugin('hello', source, { version: '3.0.0' }),
      appDocument({ plugins: uses('hello') }),
    ]);
    const refused = await scene.get('/');
    expect(refused.status).toBe(403);
    expect(refused.json()).toMatchObject({ code: 'refused_by_plugin', detail: 'Say who.', plugin: 'hello' });
    const answer = await scene.get('/?who=me');
    expect([answer.status, answer.headers['content-type']]).toEqual([418, 'text/plain']);
    expect(answer.text).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sees the request', async () => {
    const source = hello(`function Hello:access(request)
      local id = request:identity()
      return { status = 200, body = aegis.json.encode({
        request:method(), request:host(), request:path(), request:param("id"), request:header("X-Said"),
        request:client_ip(), request:app(), request:environment(), request:route(), request:body(), id.kind,
        #request:id() >= 8, request:query("none") == nil,
      }) }
    end`);
    await scene.gateway.publish([
      operatorPlugin('sees', source, { place: 'main' }),
      appDocument(),
      routesDocument([route({ name: 'one', path: '/orders/:id', plugins: uses('sees') })]),
    ]);
    const answer = await scene.call('/orders/7', {
      method: 'POST',
      body: 'text',
      headers: { 'x-said': 'yes' },
    });
    expect(answer.json()).toEqual([
      ...['POST', 'demo.localhost', '/orders/7', '7', 'yes', '127.0.0.1', 'demo', 'production', 'one'],
      ...['text', 'none', true, true],
    ]);
    await scene.gateway.publish([routesDocument([route()])]);
  });

  it.each([
    ['reads files', 'io.open("/etc/passwd")'],
    ['runs programs', 'os.execute("id")'],
    ['loads code', 'loadstring("return 1")()'],
    ['loads modules', 'require("ffi")'],
    ['looks inside', 'debug.getinfo(1)'],
    ['talks past the gateway', 'ngx.say("hello")'],
    ['changes what others use', 'getmetatable("").__index = nil'],
    ['sets what the gateway tells the backend', 'request:set_header("X-Aegis-Tenant", "other")'],
    ['adds a header line by a line break', 'request:set_header("x-a", "b\\r\\nx-aegis-user: root")'],
    ['answers with no status', 'do return { status = 99 } end'],
    [
      'answers with a header line by a line break',
      'do return { status = 200, headers = { a = "b\\nc: d" } } end',
    ],
  ])('that %s fails: 500, and nothing reaches the upstream', async (_, code) => {
    scene.gateway.expectProblems(/plugin bad failed/);
    const source = hello(`function Hello:access(request) ${code} end`);
    await scene.gateway.publish([
      operatorPlugin('bad', source),
      appDocument({ plugins: uses('bad') }),
      routesDocument([route()]),
    ]);
    const before = scene.upstream.requests.length;
    expect((await scene.get('/')).json()).toMatchObject({
      status: 500,
      code: 'plugin_failed',
      plugin: 'bad',
    });
    expect(scene.upstream.requests).toHaveLength(before);
    expect(await failures()).toContainEqual(expect.objectContaining({ plugin: 'bad', version: '1.0.0' }));
  });

  it('that throws is reported with its message, bounded, and how often', async () => {
    scene.gateway.expectProblems(/plugin loud failed/);
    const source = hello('function Hello:access() error("\\27[31m" .. string.rep("x", 5000), 0) end');
    await scene.gateway.publish([operatorPlugin('loud', source), appDocument({ plugins: uses('loud') })]);
    await scene.get('/');
    await scene.get('/');
    const found = (await failures())?.find(({ plugin }) => plugin === 'loud');
    expect(found).toMatchObject({ count: 2, message: `?[31m${'x'.repeat(495)}` });
    await until(
      async () =>
        (await scene.gateway.reportedHeartbeat())?.plugin_failures?.some((one) => one.plugin === 'loud'),
      'the admin to hear of it',
    );
  });

  it.each([
    ['a syntax error', 'return {', /unexpected symbol/],
    ['an error at its top', 'error("at the top")', /at the top/],
    ['an endless loop at its top', 'while true do end', /does not come to an end/],
    ['an endless loop that catches errors', 'while true do pcall(error) end', /does not come to an end/],
    ['no table', 'return 1', /returns no table/],
    ['byte code', '\x1bLJ\x02', /attempt to load/],
  ])('with %s is refused and reported; the last good one serves', async (_, source, reason) => {
    const good = hello('function Hello:access() return { status = 299 } end');
    await scene.gateway.publish([operatorPlugin('kept', good), appDocument({ plugins: uses('kept') })]);
    expect((await scene.get('/')).status).toBe(299);
    await scene.gateway.publish([operatorPlugin('kept', source, { version: '2.0.0' })]);
    for (const answer of await everywhere()) expect(answer.status).toBe(299);
    const { refusals } = await scene.gateway.heartbeat();
    expect(refusals.find(({ document }) => document === 'plugin:kept')?.reason).toMatch(reason);
  });

  it('whose new() fails or does not end fails for those settings only', async () => {
    scene.gateway.expectProblems(/plugin picky failed/);
    const source = `return { new = function(settings)
      if settings.mode == "throw" then error("no such mode", 0) end
      while settings.mode == "loop" do end
      return { access = function() return { status = 299 } end }
    end }`;
    const use = (mode: string) => route({ path: `/${mode}`, plugins: uses('picky', { mode }) });
    await scene.gateway.publish([
      operatorPlugin('picky', source),
      appDocument(),
      routesDocument(['throw', 'loop', 'good'].map(use)),
    ]);
    const statuses = await Promise.all(
      ['/throw', '/loop', '/good'].map(async (path) => (await scene.get(path)).status),
    );
    expect(statuses).toEqual([500, 500, 299]);
  });

  it('that is not there fails closed, and works as soon as it is', async () => {
    scene.gateway.expectProblems(/plugin late failed/);
    await scene.gateway.publish([appDocument({ plugins: uses('late') }), routesDocument([route()])]);
    expect((await scene.get('/')).json()).toMatchObject({ code: 'plugin_failed' });
    await scene.gateway.publish([
      operatorPlugin('late', hello('function Hello:access() return { status = 299 } end')),
    ]);
    await until(async () => (await everywhere()).every(({ status }) => status === 299), 'the plugin to work');
  });

  it.each(['registry', 'failures'])('may have the name of a file of ours: %s', async (name) => {
    await scene.gateway.publish([
      operatorPlugin(name, hello('function Hello:access() return { status = 299 } end')),
      appDocument({ plugins: uses(name) }),
    ]);
    expect((await scene.get('/')).status).toBe(299);
  });

  it('of one name cannot change what another one uses', async () => {
    const spoil = hello('string.upper = nil; aegis.json = nil; function Hello:access() end');
    const other = hello('function Hello:access() return { status = 200, body = string.upper("ok") } end');
    await scene.gateway.publish([
      operatorPlugin('spoil', spoil, { order: 1 }),
      operatorPlugin('other', other, { order: 2 }),
      appDocument({ plugins: [...uses('spoil'), ...uses('other')] }),
    ]);
    expect((await scene.get('/')).text).toBe('OK');
  });
});
