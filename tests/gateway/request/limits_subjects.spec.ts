import type { LimitPolicy } from '@aegis/contracts';
import { appDocument, ids } from '../../src/gateway/documents.ts';
import { issuer, issuersDocument, publicSigner, type Signer } from '../../src/gateway/tokens.ts';
import { lastingPeriod, limit, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('limits that count by what callers bring', () => {
  let scene: Scene;
  let signer: Signer;

  beforeAll(async () => {
    const routes = [
      route({}),
      route({ path: '/jwt', auth: 'jwt' }),
      route({ path: '/both', auth: 'both' }),
      route({ path: '/key', auth: 'api_key' }),
    ];
    scene = await Scene.start({ routes, nginx: { worker_processes: 1 } });
    signer = await publicSigner('RS256');
    await scene.gateway.publish([issuersDocument(issuer([signer.published]))]);
  });
  afterAll(() => scene.stop());

  const publish = (...policies: LimitPolicy[]) =>
    scene.gateway.publish([
      appDocument({
        limits: Object.fromEntries(policies.map((policy) => [policy.id, policy])),
        applied_limits: policies.map((policy) => policy.id),
      }),
    ]);
  const status = async (headers: Record<string, string>, path = '/') =>
    (await scene.get(path, headers)).status;
  const keysOf = (policy: LimitPolicy) => scene.gateway.redis.client.keys(`*:limit:${policy.id}*`);

  it('tell apart what a header says; callers without it share one counter', async () => {
    await publish(limit({ amount: 1, by: ['header:x-plan'] }));
    expect([await status({ 'X-Plan': 'a' }), await status({ 'x-plan': 'a' })]).toEqual([200, 429]);
    expect([await status({ 'x-plan': 'A' }), await status({ 'x-plan': 'b' })]).toEqual([200, 200]);
    expect([await status({}), await status({ 'x-plan': '' })]).toEqual([200, 429]);
  });

  it('combine them with everything else', async () => {
    await publish(limit({ amount: 1, by: ['header:x-plan', 'key', 'header:x-region'] }));
    const [one, two] = [await scene.publishKey(), await scene.publishKey()];
    const at = (key: string, plan: string, region: string) =>
      status({ 'x-api-key': key, 'x-plan': plan, 'x-region': region }, '/key');
    expect([await at(one, 'a', 'b'), await at(one, 'a', 'b'), await at(two, 'a', 'b')]).toEqual([
      200, 429, 200,
    ]);
    // No two combinations make the same name.
    expect([await at(one, 'ab', ''), await at(one, '', 'ab'), await at(one, 'b', 'a')]).toEqual([
      200, 200, 200,
    ]);
  });

  it('never let a hostile value into a key: only a digest of fixed length', async () => {
    const policy = limit({ amount: 1, period_ms: lastingPeriod(), by: ['header:x-plan'], store: 'redis' });
    await publish(policy);
    const hostile = ['x'.repeat(1_500), `{${ids.customer}}`, '*:?[a]', '\u00e9\u00ff', ':1:a'];
    for (const value of hostile) {
      expect([await status({ 'x-plan': value }), await status({ 'x-plan': value })]).toEqual([200, 429]);
    }
    const names = await keysOf(policy);
    expect(names).toHaveLength(hostile.length);
    for (const name of names) {
      expect(name).toMatch(new RegExp(`^aegis:1:\\{${ids.app}\\}:limit:${policy.id}:40:[0-9a-f]{40}:\\d+$`));
    }
  });

  it('hold a bounded number of counters: what comes later shares one and is reported', async () => {
    await scene.gateway.lua('require("aegis.limits.counters").bounds.policy = 3 return true');
    const policy = limit({ amount: 2, period_ms: lastingPeriod(), by: ['header:x-plan'], store: 'redis' });
    await publish(policy);
    const answers: number[] = [];
    for (let i = 0; i < 7; i += 1) answers.push(await status({ 'x-plan': `made up ${i}` }));
    // Three counters of their own, then two in the shared one.
    expect(answers).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await status({ 'x-plan': 'made up 0' })).toBe(200);
    expect(await keysOf(policy)).toHaveLength(4);
    await until(async () => {
      const { text } = await scene.gateway.status('/metrics');
      return Number(/^aegis_dropped_counters_total (\d+)$/m.exec(text)?.[1]) === 4;
    }, 'the dropped counters in the metrics');
    await scene.gateway.lua('require("aegis.limits.counters").bounds.policy = 50000 return true');
  });

  it('of one app take no counters from another policy beyond the bound of the app', async () => {
    await scene.gateway.lua('require("aegis.limits.counters").bounds.app = 0 return true');
    await publish(
      limit({ amount: 1, by: ['header:x-plan'] }),
      limit({ amount: 2, by: ['ip', 'header:x-plan'] }),
    );
    expect([await status({ 'x-plan': 'p' }), await status({ 'x-plan': 'q' })]).toEqual([200, 429]);
    await scene.gateway.lua('require("aegis.limits.counters").bounds.app = 100000 return true');
    await until(async () => (await status({ 'x-plan': 'r' })) === 200, 'counters of their own');
  });

  it('let go what counts for nothing any more', async () => {
    const prologue = `local counters, kept = require "aegis.limits.counters", package.loaded
      local function count(registry)
        local sum = 0
        for _, part in ipairs { registry.young, registry.old } do
          for _ in pairs(part) do sum = sum + 1 end
        end
        return sum
      end\n`;
    const chunk = (text: string) => scene.gateway.lua(prologue + text);
    const held =
      await chunk(`kept.policy = require("aegis.limits.policy").compile("app", { id = "short", name = "short",
        by = { "user" }, algorithm = "fixed_window", amount = 1, period_ms = 1, store = "synced",
        on_store_failure = "local" })
      kept.registry = setmetatable({ kept.policy.registry }, { __mode = "v" })
      for i = 1, 50 do counters.find(kept.policy, { identity = { user = "user " .. i } }) end
      return count(kept.policy.registry)`);
    expect(held).toBe(50);
    const left = () => chunk('counters.sweep() return count(kept.policy.registry)');
    await until(async () => (await left()) === 0, 'the counters to leave');
    await chunk('kept.policy = nil return true');
    const gone = () =>
      chunk('counters.sweep() collectgarbage() collectgarbage() return kept.registry[1] == nil');
    await until(async () => (await gone()) === true, 'the registry to leave');
  });

  describe('in a token', () => {
    const get = async (claims: Record<string, unknown>, path = '/jwt', headers = {}) =>
      status({ authorization: `Bearer ${await signer.sign(claims)}`, ...headers }, path);

    it('tell apart a claim, also one inside others', async () => {
      await publish(limit({ amount: 1, by: ['claim:org.id'] }));
      expect([await get({ org: { id: 'a' } }), await get({ org: { id: 'a' }, sub: 'other' })]).toEqual([
        200, 429,
      ]);
      expect([await get({ org: { id: 'b' } }), await get({ 'org.id': 'c' })]).toEqual([200, 200]);
      expect([await get({ org: { id: 7 } }), await get({ org: { id: '7' } })]).toEqual([200, 429]);
    });

    it('count what is no text, or not there, as one caller', async () => {
      await publish(limit({ amount: 1, by: ['claim:org.id'] }));
      expect([await get({}), await get({ org: { id: { a: 1 } } }), await get({ org: 'x' })]).toEqual([
        200, 429, 429,
      ]);
    });

    it('count a token at once by a claim that was not counted before', async () => {
      await publish();
      const [one, two] = [await signer.sign({ team: 'a' }), await signer.sign({ team: 'b' })];
      const at = (token: string) => status({ authorization: `Bearer ${token}` }, '/jwt');
      expect([await at(one), await at(two)]).toEqual([200, 200]);
      await publish(limit({ amount: 1, by: ['claim:team'] }));
      expect([await at(one), await at(one), await at(two)]).toEqual([200, 429, 200]);
    });

    it('count beside a key', async () => {
      await publish(limit({ amount: 1, by: ['claim:team', 'key'] }));
      const key = await scene.publishKey();
      const at = (team: string) => get({ team }, '/both', { 'x-api-key': key });
      expect([await at('a'), await at('a'), await at('b')]).toEqual([200, 429, 200]);
    });
  });
});
