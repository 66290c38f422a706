import { readFileSync } from 'node:fs';
import { redisKeys, UsageBatch } from '@aegis/contracts';
import { ids } from '../../src/gateway/documents.ts';
import { issuer, issuersDocument, publicSigner } from '../../src/gateway/tokens.ts';
import { HOST, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const GATEWAY = '019aa000-0000-7000-8000-000000000001';

/** As a long string of Lua, in which nothing is escaped. */
const luaText = (text: string) => `[==[${text}]==]`;

describe('usage', () => {
  let scene: Scene;
  const orders = route({ path: '/orders', auth: 'api_key' });
  const open = route({ path: '/open' });
  const tokens = route({ path: '/tokens', auth: 'jwt' });

  beforeAll(async () => {
    scene = await Scene.start({ routes: [orders, open, tokens], nginx: { worker_processes: 2 } });
  });
  afterAll(() => scene.stop());

  async function batches(): Promise<UsageBatch[]> {
    const entries = await scene.gateway.redis.client.xrange(redisKeys.usage, '-', '+');
    return entries.map(([, fields]) => UsageBatch.parse(JSON.parse(String(fields[1]))));
  }

  /** Every batch once, however often it was delivered: what the admin stores. */
  async function rows() {
    const seen = new Map<string, UsageBatch>();
    for (const batch of await batches()) seen.set(`${batch.boot}:${batch.worker}:${batch.sequence}`, batch);
    return [...seen.values()].flatMap((batch) => batch.rows);
  }

  const requests = async () => (await rows()).reduce((sum, row) => sum + row.requests, 0);

  it('counts every request once, by app, environment, key, route and class', async () => {
    const { text, document, publication } = scene.key({ tenant: 'acme' });
    await scene.gateway.publish([publication]);
    await Promise.all([
      ...Array.from({ length: 20 }, () => scene.get('/orders', { 'X-API-Key': text })),
      ...Array.from({ length: 5 }, () => scene.get('/orders')),
      ...Array.from({ length: 3 }, () => scene.get('/open')),
      scene.get('/nothing'),
      scene.get('/', { host: `other.${HOST}` }),
    ]);
    await until(async () => (await requests()) === 29, 'the batches');
    const total = (wanted: Partial<UsageBatch['rows'][number]>) => async () => {
      const found = (await rows()).filter((row) =>
        Object.entries(wanted).every(([name, value]) => row[name as keyof typeof row] === value),
      );
      const sum = (name: 'requests' | 'refused' | 'bytes_in' | 'bytes_out') =>
        found.reduce((all, row) => all + row[name], 0);
      const measured = found.flatMap((row) => row.histogram).reduce((all, count) => all + count, 0);
      return { requests: sum('requests'), refused: sum('refused'), measured, in: sum('bytes_in') > 0 };
    };
    const common = { app_id: ids.app, environment: 'production' } as const;
    expect(
      await total({ ...common, route_id: orders.id, key_id: document.id, tenant: 'acme', status_class: 2 })(),
    ).toEqual({ requests: 20, refused: 0, measured: 20, in: true });
    expect(await total({ ...common, route_id: orders.id, key_id: '', status_class: 4 })()).toEqual({
      requests: 5,
      refused: 5,
      measured: 5,
      in: true,
    });
    expect((await total({ route_id: open.id, status_class: 2 })()).requests).toBe(3);
    expect((await total({ route_id: '', status_class: 4 })()).requests).toBe(1);
  });

  it('writes whatever names and numbers it counts as JSON', async () => {
    const row = {
      app_id: ids.app,
      environment: 'production' as const,
      tenant: 'a "b"\\ \u0001é\n',
      key_id: '',
      route_id: orders.id,
      status_class: 2,
      requests: 7,
      refused: 0,
      bytes_in: 123_456_789,
      bytes_out: 45_000_000_000,
      latency_ms: 1_000,
      histogram: [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1_001],
    };
    const rows = Array.from({ length: 150 }, (_, index) =>
      index % 2 === 0 ? { ...row, requests: index } : { ...row, units: { tokens: index } },
    );
    const head = {
      gateway: GATEWAY,
      boot: 'b',
      worker: 0,
      sequence: 1,
      from: 1_700_000_000,
      to: 1_700_000_001,
    };
    const text = await scene.gateway.lua(`
      local json, batch_text = require "aegis.lib.json", require "aegis.usage.batch_text"
      local batch = json.decode(${luaText(JSON.stringify({ head, rows }))})
      return batch_text.of(batch.head, batch_text.rows(batch.rows, #batch.rows))`);
    expect(UsageBatch.parse(JSON.parse(String(text)))).toEqual({ ...head, rows });
  });

  it('stops telling callers apart where an app has too many, and counts on', async () => {
    const bound = 'require("aegis.usage.batch").bounds.app';
    await Promise.all(Array.from({ length: 20 }, () => scene.gateway.lua(`${bound} = 2 return true`)));
    const keys = await Promise.all(Array.from({ length: 12 }, () => scene.publishKey()));
    const before = await requests();
    const ofNobody = async () =>
      (await rows()).filter(
        (row) => row.route_id === orders.id && row.key_id === '' && row.status_class === 2,
      );
    let sent = 0;
    await until(async () => {
      await Promise.all(keys.map((key) => scene.get('/orders', { 'X-API-Key': key })));
      sent += keys.length;
      return (await ofNobody()).length > 0;
    }, 'a row without a key');
    await until(async () => (await requests()) === before + sent, 'all of them');
    await Promise.all(Array.from({ length: 20 }, () => scene.gateway.lua(`${bound} = 10000 return true`)));
  });

  it('has one row in a batch for all users and tokens of a tenant', async () => {
    const signer = await publicSigner('ES256');
    await scene.gateway.publish([issuersDocument(issuer([signer.published]))]);
    const users = Array.from({ length: 30 }, (_, index) => `user-${index}`);
    for (const sub of users) {
      await scene.get('/tokens', { authorization: `Bearer ${await signer.sign({ sub })}` });
    }
    const ofTokens = (batch: UsageBatch) => batch.rows.filter((row) => row.route_id === tokens.id);
    const counted = async () => (await rows()).filter((row) => row.route_id === tokens.id);
    await until(
      async () => (await counted()).reduce((sum, row) => sum + row.requests, 0) === users.length,
      'the batches',
    );
    for (const batch of await batches()) expect(ofTokens(batch).length).toBeLessThanOrEqual(1);
  });

  it('never crosses the hour, and numbers batches without gaps', async () => {
    const list = await batches();
    for (const { from, to } of list) expect(Math.floor(from / 3_600)).toBe(Math.floor(to / 3_600));
    for (const worker of new Set(list.map((batch) => batch.worker))) {
      const sequences = [...new Set(list.filter((one) => one.worker === worker).map((one) => one.sequence))];
      expect(sequences.toSorted((a, b) => a - b)).toEqual(sequences.map((_, index) => index + 1));
    }
  });

  it('survives a Redis that loses what was sent, and stops sending what is acknowledged', async () => {
    const counted = await requests();
    await scene.gateway.redis.client.del(redisKeys.usage);
    await until(async () => (await requests()) === counted, 'the batches to come again', 20_000);
    const highest = new Map<string, number>();
    for (const { boot, worker, sequence } of await batches()) {
      const name = `${boot}:${worker}`;
      highest.set(name, Math.max(sequence, highest.get(name) ?? 0));
    }
    await scene.gateway.redis.client.hset(redisKeys.usageAcknowledged(GATEWAY), Object.fromEntries(highest));
    await scene.gateway.redis.client.del(redisKeys.usage);
    await scene.get('/open');
    await until(async () => (await requests()) >= 1, 'the new batch');
    expect(await requests()).toBe(1);
  }, 60_000);

  it('keeps counting while Redis is away', async () => {
    const before = await requests();
    scene.gateway.expectProblems(/recv\(\) failed \((104|111)/);
    await scene.gateway.redis.stop();
    for (let i = 0; i < 10; i += 1) expect((await scene.get('/open')).status).toBe(200);
    await scene.gateway.redis.start();
    await until(async () => (await requests()) === before + 10, 'the counts of the time without Redis');
  }, 60_000);

  it('of a leaving worker is not lost', async () => {
    const before = await requests();
    await Promise.all(Array.from({ length: 10 }, () => scene.get('/open')));
    scene.gateway.nginx.reload();
    await until(async () => (await requests()) === before + 10, 'the last batches of the old workers');
  }, 60_000);

  it('shows up in the metrics, without keys, and in the access log, without query and credentials', async () => {
    const sent = { 'X-API-Key': 'secret-key', Authorization: 'Bearer secret-token', Cookie: 'secret-cookie' };
    await scene.get('/open?secret=1', sent);
    const metrics = await until(async () => {
      const { text } = await scene.gateway.status('/metrics');
      return text.includes('class="2xx"') && text;
    }, 'the metrics');
    expect(metrics).toMatch(/^aegis_requests_total\{app="demo",environment="production",class="2xx"\} \d+$/m);
    expect(metrics).toMatch(/^aegis_answers_total\{code="missing_credentials"\} 5$/m);
    expect(metrics).toMatch(/^aegis_request_duration_milliseconds_bucket\{le="\+Inf"\} \d+$/m);
    expect(metrics).toMatch(/^aegis_dropped_series_total 0$/m);
    const line = await until(() => {
      // The last one may not be whole yet.
      const lines = readFileSync(scene.gateway.nginx.accessLog, 'utf8').split('\n').slice(0, -1);
      return lines.findLast((one) => one.includes('"path":"/open"'));
    }, 'the access log');
    expect(line).not.toContain('secret');
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      status: 200,
      app: 'demo',
      environment: 'production',
      route: open.id,
    });
  });
});

describe('shipping usage', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
  });
  afterAll(() => scene.stop());

  it('goes on after an error', async () => {
    scene.gateway.expectProblems(/usage: .* a test/);
    await scene.gateway.lua(`local queue = require "aegis.usage.queue"
      local names = queue.names
      queue.names = function() queue.names = names error " a test" end`);
    await until(() => scene.gateway.nginx.problems().some((line) => line.includes(' a test')), 'the error');
    await scene.get('/');
    const { client } = scene.gateway.redis;
    await until(async () => (await client.xlen(redisKeys.usage)) > 0, 'the batch after it');
  });
});

describe('metrics', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
  });
  afterAll(() => scene.stop());

  it('have a bounded number of series; what finds no room is counted', async () => {
    const made = `local metrics = require "aegis.request.metrics"
      for i = 1, 6000 do metrics.add_later(('aegis_samples_total{because="%d"}'):format(i), 1) end
      metrics.count_rows({})
      return ngx.shared.aegis_metrics:get "series"`;
    expect(await scene.gateway.lua(made)).toBe(5_000);
    const { text } = await scene.gateway.status('/metrics');
    const lines = text.split('\n').filter((line) => /^aegis_samples_total\{/.test(line));
    const [, dropped] = /^aegis_dropped_series_total (\d+)$/m.exec(text) ?? [];
    expect(lines.length).toBeLessThanOrEqual(5_000);
    expect(lines.length + Number(dropped)).toBeGreaterThanOrEqual(6_000);
  });

  it('are read without keeping the worker from its requests', async () => {
    const turns = `local turns, reading = 0, true
      local other = ngx.thread.spawn(function()
        while reading do turns = turns + 1 ngx.sleep(0) end
      end)
      require("aegis.request.metrics").render()
      reading = false
      ngx.thread.wait(other)
      return turns`;
    expect(await scene.gateway.lua(turns)).toBeGreaterThanOrEqual(10);
  });
});
