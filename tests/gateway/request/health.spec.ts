import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { redisKeys, type UpstreamRecord, UpstreamReport } from '@aegis/contracts';
import { closedPort } from '../../src/closed-port.ts';
import { ids, platformDocument } from '../../src/gateway/documents.ts';
import { nextId, Scene, target, upstreamRecord, upstreamsDocument } from '../../src/gateway/traffic.ts';
import { RecordingUpstream } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

type Health = NonNullable<UpstreamRecord['health']>;

const passive = (settings: Partial<Health['passive']> = {}): Health => ({
  passive: { failures: 3, window_ms: 60_000, eject_ms: 60_000, statuses: [503], ...settings },
});
const active = (settings: Partial<Health['active']> = {}): Health => ({
  active: {
    path: '/healthz',
    interval_ms: 100,
    timeout_ms: 2_000,
    unhealthy_after: 2,
    healthy_after: 2,
    ...settings,
  },
});

describe('health of targets', () => {
  let scene: Scene;
  let good: RecordingUpstream;
  let bad: RecordingUpstream;
  let id: string;

  beforeAll(async () => {
    scene = await Scene.start();
    good = await RecordingUpstream.start();
    bad = await RecordingUpstream.start();
    scene.gateway.expectProblems(
      /connect\(\) failed \(111/,
      /upstream prematurely closed/,
      /timed out/,
      /no live/,
      /no valid HTTP/,
      /recv\(\) failed \(104: Connection reset by peer\), context: ngx.timer/,
    );
  });
  afterAll(async () => {
    await scene.stop();
    await good.stop();
    await bad.stop();
  });

  /** A new upstream each time: what gateways know about the last one is nothing to this. */
  const publish = (
    health: Health,
    ports = [good.port, bad.port],
    settings: Partial<UpstreamRecord> = {},
  ): Promise<number> => {
    id = settings.id ?? nextId();
    const record = upstreamRecord(
      ports.map((port) => target(port)),
      { health, ...settings, id },
    );
    return scene.gateway.publish([upstreamsDocument({ main: record })]);
  };
  const ok: RecordingUpstream['answer'] = (_, response) => response.end('ok');
  const failing =
    (status: number): RecordingUpstream['answer'] =>
    (_, response) => {
      response.statusCode = status;
      response.end();
    };
  const reports = async () => {
    const fields = await scene.gateway.redis.client.hgetall(redisKeys.upstreamHealth(ids.app, id));
    return Object.values(fields).map((text) => UpstreamReport.parse(JSON.parse(text)));
  };
  const stateOf = async (port: number) =>
    (await reports())[0]?.targets.find((one) => one.target.endsWith(`:${port}`));
  const reportedAs = (port: number, state: string) =>
    until(async () => {
      await scene.get('/');
      return (await stateOf(port))?.state === state;
    }, `the target to be ${state}`);
  /** Every worker that watches the upstream has taken over what the others found out. */
  const everyWorkerKnows = () =>
    until(async () => {
      const knows = await scene.gateway.everyWorker(`
        local watch = require("aegis.upstreams.watches").by_id["${id}"]
        return not watch or watch.version == require("aegis.upstreams.health_store").version("${id}")`);
      return knows.every(Boolean);
    }, 'every worker to know');
  const many = async (count: number): Promise<number[]> =>
    Promise.all(Array.from({ length: count }, async () => (await scene.get('/')).status));

  beforeEach(() => {
    good.answer = ok;
    bad.answer = ok;
  });

  describe('seen in requests', () => {
    it('ejects a target after so many failures within a time, on all workers', async () => {
      bad.answer = failing(503);
      await publish(passive());
      await until(async () => {
        await scene.get('/');
        return (await stateOf(bad.port))?.state === 'ejected';
      }, 'the ejection');
      expect(await stateOf(bad.port)).toMatchObject({ reason: 'answered 503' });
      expect(await stateOf(good.port)).toMatchObject({ state: 'healthy' });
      await everyWorkerKnows();
      bad.requests.length = 0;
      expect(await many(40)).toEqual(Array.from({ length: 40 }, () => 200));
      expect(bad.requests).toEqual([]);
    });

    it('does not count answers that nobody called failures', async () => {
      bad.answer = failing(500);
      await publish(passive());
      const statuses = await many(40);
      expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(10);
      expect((await many(8)).includes(500)).toBe(true);
    });

    it('counts connections that fail, break, or time out', async () => {
      const closed = closedPort();
      await publish(passive({ statuses: [] }), [good.port, closed]);
      await reportedAs(closed, 'ejected');
      expect(await stateOf(closed)).toMatchObject({ reason: 'no connection' });
      bad.answer = (_, response) => response.destroy();
      await publish(passive({ statuses: [] }));
      await reportedAs(bad.port, 'ejected');
      expect(await stateOf(bad.port)).toMatchObject({ reason: 'no answer' });
      bad.answer = () => undefined;
      const timeouts = { connect_ms: 1_000, send_ms: 1_000, read_ms: 100 };
      await publish(passive({ statuses: [] }), [good.port, bad.port], { timeouts });
      await reportedAs(bad.port, 'ejected');
      expect(await stateOf(bad.port)).toMatchObject({ reason: 'no answer in time' });
    });

    it('passes over a target whose name leads nowhere, and ejects it too', async () => {
      scene.gateway.expectProblems(/recv\(\) failed \(111/);
      id = nextId();
      const targets = [target(good.port), target(80, { host: 'nothing.invalid' })];
      const health = passive();
      await scene.gateway.publish([
        upstreamsDocument({ main: { ...upstreamRecord(targets, { health }), id } }),
      ]);
      for (let i = 0; i < 20; i += 1) expect((await scene.get('/')).status).toBe(200);
      await until(async () => {
        await scene.get('/');
        const known = (await reports())[0]?.targets.find((one) => one.target === 'http://nothing.invalid');
        return known?.state === 'ejected' && known.reason === 'no address';
      }, 'the ejection');
    });

    it('lets an ejected target come back, and says 503 while there is none', async () => {
      good.answer = failing(503);
      bad.answer = failing(503);
      await publish(passive({ failures: 1, eject_ms: 1_500 }));
      await until(async () => {
        const answer = await scene.get('/');
        return answer.text !== '' && (answer.json() as { code: string }).code === 'upstream_unavailable';
      }, 'no target to be left');
      good.answer = ok;
      bad.answer = ok;
      await until(async () => (await scene.get('/')).status === 200, 'the targets to come back');
    });

    it('remembers an ejection when the configuration changes', async () => {
      bad.answer = failing(503);
      await publish(passive());
      await reportedAs(bad.port, 'ejected');
      await publish(passive(), [good.port, bad.port], { id, retries: 2 });
      bad.requests.length = 0;
      await many(20);
      expect(bad.requests).toEqual([]);
    });

    it('gives the callers of an ejected target of a hash to others, and no one else’s', async () => {
      const third = await RecordingUpstream.start();
      const by = { balance: 'consistent_hash', hash_by: { source: 'header', name: 'x-user' } } as const;
      await publish(passive({ failures: 1 }), [good.port, third.port, bad.port], by);
      const users = Array.from({ length: 30 }, (_, index) => `user-${index}`);
      const place = async (user: string) => {
        for (const one of [good, third, bad]) one.requests.length = 0;
        await scene.get('/', { 'x-user': user });
        return [good, third, bad].findIndex(({ requests }) => requests.length === 1);
      };
      const before: number[] = [];
      for (const user of users) before.push(await place(user));
      expect(new Set(before).size).toBe(3);
      bad.answer = failing(503);
      await until(async () => {
        for (const user of users) await scene.get('/', { 'x-user': user });
        return (await stateOf(bad.port))?.state === 'ejected';
      }, 'the ejection');
      await everyWorkerKnows();
      for (const [index, user] of users.entries()) {
        const now = await place(user);
        expect(now).toBe(before[index] === 2 ? now : before[index]);
        expect(now).not.toBe(2);
      }
      await third.stop();
    });
  });

  describe('asked at intervals', () => {
    const checks = (upstream: RecordingUpstream) =>
      upstream.requests.filter(
        ({ url, headers }) => url === '/healthz' && headers['user-agent'] === 'aegis-health',
      );

    it('takes a target out that answers badly, and brings it back', async () => {
      bad.answer = (recorded, response) => {
        response.statusCode = recorded.url === '/healthz' ? 500 : 200;
        response.end();
      };
      await publish(active());
      await reportedAs(bad.port, 'down');
      expect(await stateOf(bad.port)).toMatchObject({ reason: 'answered 500' });
      await everyWorkerKnows();
      const before = bad.requests.length;
      await many(20);
      expect(bad.requests.slice(before).filter(({ url }) => url === '/')).toEqual([]);
      bad.answer = ok;
      await reportedAs(bad.port, 'healthy');
      expect(checks(bad)[0]?.headers).toMatchObject({
        host: `127.0.0.1:${bad.port}`,
        connection: 'close',
      });
    });

    it('by one worker of the gateway, and only while requests come', async () => {
      // Nobody else's checks reach this one.
      const fresh = await RecordingUpstream.start();
      await publish(active({ interval_ms: 60_000 }), [fresh.port]);
      expect(fresh.requests).toEqual([]);
      await many(40);
      await until(() => checks(fresh).length > 0, 'the first check');
      await many(40);
      await reportedAs(fresh.port, 'healthy');
      expect(checks(fresh)).toHaveLength(1);
      await publish({}, [good.port]);
      await fresh.stop();
    });

    it.each([
      ['is closed', () => undefined, 'no connection'],
      ['says nothing', (server: Server) => server.on('request', () => undefined), 'no answer'],
      [
        'says nonsense without end',
        (server: Server) =>
          server.on('request', (incoming) => incoming.socket.write(Buffer.alloc(100_000, 'x'))),
        'no answer',
      ],
    ])('a target that %s is down', async (_, behave, reason) => {
      const server = createServer();
      let port = closedPort();
      if (behave !== undefined && reason === 'no answer') {
        behave(server);
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const address = server.address();
        port = typeof address === 'object' && address ? address.port : 0;
      }
      const timeouts = { connect_ms: 1_000, send_ms: 1_000, read_ms: 100 };
      await publish(active({ timeout_ms: 200 }), [good.port, port], { timeouts });
      await reportedAs(port, 'down');
      expect(await stateOf(port)).toMatchObject({ reason });
      server.closeAllConnections();
      if (server.listening) {
        server.close();
        await once(server, 'close');
      }
    });

    it('not at addresses that are closed to upstreams', async () => {
      const fresh = await RecordingUpstream.start();
      await scene.gateway.publish([platformDocument({ upstream_allow: [] })]);
      await publish(active(), [fresh.port]);
      await reportedAs(fresh.port, 'down');
      expect(await stateOf(fresh.port)).toMatchObject({ reason: 'address refused' });
      expect(fresh.requests).toEqual([]);
      await scene.gateway.publish([platformDocument()]);
      await fresh.stop();
    });
  });

  it('shares grow slowly for a target that is new, none is missing to one that was there', async () => {
    const slow = { slow_start_ms: 600_000 };
    await publish(slow, [good.port]);
    await many(10);
    await publish(slow, [good.port, bad.port], { id });
    await reportedAs(bad.port, 'warming');
    await everyWorkerKnows();
    good.requests.length = 0;
    bad.requests.length = 0;
    await many(60);
    expect(bad.requests.length).toBeLessThan(12);
    expect(good.requests.length).toBeGreaterThan(48);
    expect(await stateOf(good.port)).toMatchObject({ state: 'healthy' });
  });

  it('is told on the status port', async () => {
    await publish(passive());
    await many(10);
    const seen = async () => {
      const answer = await scene.gateway.status('/upstreams');
      const { upstreams } = answer.json() as { upstreams: { id: string }[] };
      return upstreams.find((one) => one.id === id);
    };
    // Each worker tells what it watches itself.
    const known = await until(async () => (await seen()) ?? false, 'the upstream to be watched');
    expect(known).toEqual({
      id,
      app_id: ids.app,
      targets: [
        { target: `http://127.0.0.1:${good.port}`, state: 'healthy' },
        { target: `http://127.0.0.1:${bad.port}`, state: 'healthy' },
      ],
    });
  });
});
