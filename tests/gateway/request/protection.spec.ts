import { redisKeys, type UpstreamRecord, UpstreamReport } from '@aegis/contracts';
import { appDocument, hostDocuments, ids, platformDocument } from '../../src/gateway/documents.ts';
import { nextId, Scene, target, upstreamRecord, upstreamsDocument } from '../../src/gateway/traffic.ts';
import { type Answer, RecordingUpstream } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

const codeOf = (answer: Answer) => (answer.json() as { code?: string }).code;

describe('an upstream in trouble', () => {
  let scene: Scene;
  let one: RecordingUpstream;
  let two: RecordingUpstream;
  let id: string;

  beforeAll(async () => {
    scene = await Scene.start();
    one = await RecordingUpstream.start();
    two = await RecordingUpstream.start();
    scene.gateway.expectProblems(/upstream prematurely closed|timed out|no live|connect\(\) failed/);
  });
  afterAll(async () => {
    await scene.stop();
    await one.stop();
    await two.stop();
  });

  const publish = (settings: Partial<UpstreamRecord>, targets = [one, two]): Promise<number> => {
    id = nextId();
    const record = upstreamRecord(
      targets.map(({ port }) => target(port)),
      { ...settings, id },
    );
    return scene.gateway.publish([upstreamsDocument({ main: record })]);
  };
  const says =
    (status: number, text = ''): RecordingUpstream['answer'] =>
    (_, response) => {
      response.statusCode = status;
      response.end(text);
    };
  const seen = () => one.requests.length + two.requests.length;

  beforeEach(() => {
    for (const upstream of [one, two]) {
      upstream.answer = says(200, 'fine');
      upstream.requests.length = 0;
    }
  });

  describe('gets no more at once than it takes', () => {
    /** Requests that a backend holds until they are released. */
    class Held {
      readonly #responses: (() => void)[] = [];
      readonly answer: RecordingUpstream['answer'] = (_, response) => {
        this.#responses.push(() => response.end('held'));
      };

      get count(): number {
        return this.#responses.length;
      }

      release(): void {
        for (const end of this.#responses.splice(0)) end();
      }
    }

    const begin = async (held: Held, count: number): Promise<Promise<Answer>[]> => {
      const calls = Array.from({ length: count }, () => scene.get('/'));
      await until(() => held.count === count, `${count} requests under way`);
      return calls;
    };

    it('per target, over all workers; more are refused until one has ended', async () => {
      const held = new Held();
      await publish({ max_in_flight: 3 });
      one.answer = held.answer;
      two.answer = held.answer;
      const calls = await begin(held, 6);
      expect(one.requests).toHaveLength(3);
      expect(two.requests).toHaveLength(3);
      for (let i = 0; i < 6; i += 1) {
        const refused = await scene.get('/');
        expect([refused.status, codeOf(refused)]).toEqual([503, 'too_many_in_flight']);
        expect(refused.headers['retry-after']).toBe('1');
      }
      held.release();
      for (const answer of await Promise.all(calls)) expect(answer.text).toBe('held');
      one.answer = says(200);
      two.answer = says(200);
      await until(async () => (await scene.get('/')).status === 200, 'a free place');
    });

    it('per app, over all its hosts; by the platform’s bound where that is smaller', async () => {
      const held = new Held();
      one.answer = held.answer;
      await publish({}, [one]);
      const refusedAfter = async (count: number) => {
        const calls = await begin(held, count);
        const refused = await scene.call('/', { headers: { host: 'demo--staging.localhost' } });
        expect(codeOf(refused)).toBe('too_many_in_flight');
        held.release();
        await Promise.all(calls);
      };
      await scene.gateway.publish([appDocument({ max_in_flight: 4 })]);
      await refusedAfter(4);
      await scene.gateway.publish([platformDocument({ app_max_in_flight: 2 })]);
      await refusedAfter(2);
      const other = nextId();
      await scene.gateway.publish([
        appDocument({ id: other, slug: 'other' }),
        { kind: 'routes', id: other, document: { routes: [] } },
        { kind: 'upstreams', id: other, document: { environments: {} } },
        ...hostDocuments({ 'other.example': { app_id: other, environment: 'production' } }),
      ]);
      const calls = await begin(held, 2);
      expect(codeOf(await scene.call('/', { headers: { host: 'other.example' } }))).toBe('no_route');
      held.release();
      await Promise.all(calls);
      await scene.gateway.publish([platformDocument(), appDocument()]);
    });

    it('and the places of a worker that died are free again', async () => {
      scene.gateway.expectProblems(/exited on signal 9/);
      const held = new Held();
      one.answer = held.answer;
      await publish({ max_in_flight: 8 }, [one]);
      const calls = (await begin(held, 8)).map((call) => call.catch(() => undefined));
      const workers = scene.gateway.nginx.workers();
      for (const pid of workers) process.kill(pid, 'SIGKILL');
      await Promise.all(calls);
      held.release();
      await until(() => {
        const now = scene.gateway.nginx.workers();
        return now.length === workers.length && !now.some((pid) => workers.includes(pid));
      }, 'new workers');
      await scene.gateway.ready();
      one.answer = says(200);
      await until(async () => (await scene.get('/')).status === 200, 'a free place');
      one.answer = held.answer;
      const again = await begin(held, 8);
      expect(codeOf(await scene.get('/'))).toBe('too_many_in_flight');
      held.release();
      expect((await Promise.all(again)).map(({ text }) => text)).toEqual(
        Array.from({ length: 8 }, () => 'held'),
      );
    });
  });

  describe('has a circuit breaker that', () => {
    const breaker = {
      error_percent: 50,
      requests: 4,
      window_ms: 600_000,
      open_ms: 1_000,
      statuses: [500],
    };
    const circuit = async () => {
      const texts = await scene.gateway.redis.client.hvals(redisKeys.upstreamHealth(ids.app, id));
      return texts.map((text) => UpstreamReport.parse(JSON.parse(text)).circuit)[0];
    };
    const many = () => Promise.all(Array.from({ length: 8 }, () => scene.get('/')));
    /** Open, as one worker knows. */
    const open = async () => {
      await until(
        async () => codeOf(await scene.get('/').then(jsonOrNothing)) === 'upstream_unavailable',
        'it to open',
      );
    };
    const jsonOrNothing = (answer: Answer): Answer =>
      answer.text.startsWith('{') ? answer : { ...answer, json: () => ({}) };

    it('opens where too large a part fails, and then asks nobody', async () => {
      await publish({ circuit_breaker: breaker }, [one]);
      one.answer = says(500);
      await open();
      await until(async () => (await circuit()) === 'open', 'the report');
      await until(async () => {
        const before = seen();
        const answers = await many();
        return (
          seen() === before &&
          answers.every(({ status, headers }) => status === 503 && Number(headers['retry-after']) >= 1)
        );
      }, 'every worker to know');
    });

    it('does not open for few failures among many requests, nor by statuses that nobody listed', async () => {
      await publish({ circuit_breaker: breaker }, [one]);
      for (let i = 0; i < 20; i += 1) {
        one.answer = says(i % 5 === 4 ? 500 : 404);
        expect((await scene.get('/')).status).toBe(i % 5 === 4 ? 500 : 404);
      }
      await until(async () => (await circuit()) === 'closed', 'the report');
    });

    it('lets one request try after its time: bad, and it stays open; good, and it closes', async () => {
      await publish({ circuit_breaker: breaker }, [one]);
      one.answer = says(500);
      await open();
      // A worker that has not heard of it yet lets more through.
      await until(async () => {
        const before = seen();
        await many();
        return seen() === before + 1;
      }, 'one trial among eight requests');
      one.answer = says(200, 'fine');
      await until(async () => (await scene.get('/')).text === 'fine', 'the circuit to close');
      await until(async () => (await circuit()) === 'closed', 'the report');
      await until(async () => {
        const answers = await many();
        return answers.every(({ status }) => status === 200);
      }, 'every worker to know');
    });
  });

  describe('is asked again', () => {
    const after = (which: 'unavailable' | 'gateway_errors' | 'server_errors', budget_percent = 100) => ({
      retry_answers: { after: which, budget_percent },
      retries: 1,
    });

    it.each([
      ['unavailable', 503, true],
      ['unavailable', 500, false],
      ['unavailable', 502, false],
      ['gateway_errors', 502, true],
      ['gateway_errors', 504, true],
      ['gateway_errors', 500, false],
      ['server_errors', 500, true],
    ] as const)('with %s after a %i: %s', async (which, status, again) => {
      await publish(after(which));
      one.answer = says(status, 'no');
      const answers: Answer[] = [];
      for (let i = 0; i < 6; i += 1)
        answers.push(await scene.get('/x?y=1', { 'x-request-id': `request-${i}` }));
      const bad = answers.filter((answer) => answer.status === status);
      expect(bad).toHaveLength(again ? 0 : one.requests.length);
      for (const answer of bad) expect(answer.text).toBe('no');
      if (!again) return;
      expect(one.requests.length).toBeGreaterThan(0);
      expect(two.requests).toHaveLength(6);
      expect(two.requests[0]).toMatchObject({ url: '/x?y=1', headers: { host: `127.0.0.1:${two.port}` } });
    });

    it('and where no target does better, its own last answer is handed on', async () => {
      await publish({ ...after('unavailable'), retries: 3 });
      one.answer = says(503, 'closed today');
      two.answer = one.answer;
      const answer = await scene.get('/');
      expect([answer.status, answer.text]).toEqual([503, 'closed today']);
      expect(seen()).toBe(4);
    });

    it.each(['POST', 'PATCH'])('never with %s', async (method) => {
      await publish({ ...after('server_errors'), buffer_requests: true });
      one.answer = says(503);
      two.answer = one.answer;
      expect((await scene.call('/', { method, body: 'order' })).status).toBe(503);
      expect(seen()).toBe(1);
    });

    it('with the body of a PUT where bodies are read whole, else not', async () => {
      one.answer = says(503);
      const put = () => scene.call('/', { method: 'PUT', body: 'x'.repeat(100_000) });
      await publish({ ...after('unavailable'), buffer_requests: true });
      for (let i = 0; i < 4; i += 1) expect((await put()).status).toBe(200);
      expect(two.requests.every(({ body }) => body.length === 100_000)).toBe(true);
      await publish(after('unavailable'));
      const statuses: number[] = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await put()).status);
      expect(statuses).toContain(503);
    });

    it('after an answer that did not come in time, where that is listed', async () => {
      // Time enough for the other one to answer on a busy machine.
      const timeouts = { connect_ms: 1_000, send_ms: 1_000, read_ms: 1_000 };
      one.answer = () => undefined;
      await publish({ ...after('gateway_errors'), timeouts });
      for (let i = 0; i < 4; i += 1) expect((await scene.get('/')).status).toBe(200);
      await publish({ ...after('unavailable'), timeouts });
      const statuses: number[] = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await scene.get('/')).status);
      expect(statuses).toContain(504);
    });

    it('only as often as the budget allows', async () => {
      await publish({ ...after('unavailable', 10), retries: 3 });
      one.answer = says(503);
      two.answer = one.answer;
      const count = 200;
      for (let i = 0; i < count; i += 1) expect((await scene.get('/')).status).toBe(503);
      // A tenth more, and what is free at the beginning in each of the two workers.
      expect(seen()).toBeLessThanOrEqual(count * 1.1 + 2 * 10 + 2);
      expect(seen()).toBeGreaterThan(count * 1.05);
    });

    it('what failed before counts for the health of the target', async () => {
      const passive = { failures: 2, window_ms: 60_000, eject_ms: 60_000, statuses: [503] };
      await publish({ ...after('unavailable'), health: { passive } });
      one.answer = says(503);
      await until(async () => {
        one.requests.length = 0;
        for (let i = 0; i < 10; i += 1) expect((await scene.get('/')).status).toBe(200);
        return one.requests.length === 0;
      }, 'the ejection');
    });
  });
});
