import { demoDocuments } from '../../src/gateway/documents.ts';
import { GatewayHarness } from '../../src/gateway-harness.ts';

describe("the gateway's Redis client", () => {
  let gateway: GatewayHarness;

  beforeAll(async () => {
    gateway = await GatewayHarness.start(demoDocuments());
    await gateway.redis.client.acl('SETUSER', 'reader', 'on', '>p@ss:word', '~*', '+@all');
  });
  afterAll(() => gateway.stop());

  const parsed = (url: string) =>
    gateway.lua(`local target, problem = require("aegis.lib.redis").parse_url("${url}")
      if not target then return problem end
      target.pool = nil
      return target`);

  it.each([
    [
      'redis://127.0.0.1:7979',
      { host: '127.0.0.1', port: 7979, database: 0, tls: false, server_name: '127.0.0.1' },
    ],
    [
      'redis://localhost',
      { host: '127.0.0.1', port: 6379, database: 0, tls: false, server_name: 'localhost' },
    ],
    [
      'rediss://user:p%40ss@redis.example:6380/3',
      {
        host: 'redis.example',
        port: 6380,
        user: 'user',
        password: 'p@ss',
        database: 3,
        tls: true,
        server_name: 'redis.example',
      },
    ],
    [
      'redis://:secret@[::1]:7000/',
      { host: '[::1]', port: 7000, password: 'secret', database: 0, tls: false, server_name: '::1' },
    ],
    ['http://127.0.0.1', 'a Redis URL starts with redis:// or rediss://'],
    ['redis://', 'a Redis URL starts with redis:// or rediss://'],
  ])('reads %s', async (url, expected) => {
    expect(await parsed(url)).toEqual(expected);
  });

  /** Runs the body with `client` connected to this Redis as `user:password@`, in `database`. */
  const connected = (credentials: string, body: string, database = 0) =>
    gateway.lua(`local redis = require("aegis.lib.redis")
      local target = redis.parse_url("redis://${credentials}127.0.0.1:${gateway.redis.port}/${database}")
      local client, problem = redis.connect(target)
      if not client then return problem end
      ${body}`);

  it('signs in with user and password', async () => {
    const whoAmI = 'local who = client:command("ACL", "WHOAMI") client:release() return who';
    expect(await connected('reader:p%40ss%3Aword@', whoAmI)).toBe('reader');
    expect(await connected('', whoAmI)).toBe('default');
    expect(await connected('reader:wrong@', whoAmI)).toContain('WRONGPASS');
  });

  it('keeps databases apart, also when connections are used again', async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const database of [0, 1, 2]) {
        const write = `client:command("SET", "where", ${database}) client:release() return true`;
        await connected('', write, database);
      }
    }
    const read = 'local value = client:command("GET", "where") client:release() return value';
    for (const database of [0, 1, 2]) expect(await connected('', read, database)).toBe(String(database));
  });

  it('answers every command of a pipeline, errors among them, and stays usable', async () => {
    const value = await connected(
      '',
      `local long = ("x"):rep(1000000)
      local replies = client:pipeline({ { "SET", "long", long }, { "INCR", "long" }, { "GET", "long" }, { "GET", "none" } })
      local problem = select(2, client:command("NONSENSE"))
      local pong = client:command("PING")
      client:release()
      return { replies[1], replies[2].err ~= nil, #replies[3], replies[4], problem ~= nil, pong }`,
    );
    expect(value).toEqual(['OK', true, 1_000_000, false, true, 'PONG']);
  });

  it('says so when nobody listens', async () => {
    const problem = await gateway.lua(`local redis = require("aegis.lib.redis")
      return select(2, redis.connect(redis.parse_url("redis://127.0.0.1:1")))`);
    expect(problem).toContain('redis: ');
  });
});
