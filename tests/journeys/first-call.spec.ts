import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** What a newcomer does with the two lines that `npm start` prints, and what their numbers say afterwards. */
describe('the first calls to a fresh system', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem();
  }, 120_000);
  afterAll(() => system?.stack.stop(), 60_000);

  it('serves the demo with its key and says what was wrong without it', async () => {
    const first = await system.sendWithKey('/');
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({ 'ratelimit-policy': expect.stringContaining('q=600') });

    const bare = await system.send('/');
    expect(bare.status).toBe(401);
    expect(bare.headers['content-type']).toBe('application/problem+json');
    expect(bare.headers['www-authenticate']).toBeDefined();
    expect(bare.json()).toMatchObject({
      code: 'missing_credentials',
      status: 401,
      request_id: expect.any(String),
    });

    const { api_key: key } = system.demo;
    const mistyped = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    const wrong = await system.send('/', { headers: { 'x-api-key': mistyped } });
    expect(wrong.status).toBe(401);
    expect(wrong.json()).toMatchObject({ code: 'malformed_key' });
  });

  it('limits the demo to 600 a minute', async () => {
    let refused = await system.sendWithKey('/');
    // Two windows may be touched; a third cannot begin before this many calls are through.
    for (let sent = 1; refused.status === 200 && sent < 1_300; sent += 1)
      refused = await system.sendWithKey('/');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json()).toMatchObject({ code: 'rate_limited' });
  }, 60_000);

  it('counts exactly what was sent', async () => {
    const app = await system.newApp('Counted');
    for (let i = 0; i < 40; i += 1) await app.sendWithKey('/');
    for (let i = 0; i < 10; i += 1) await app.send('/');
    await until(async () => {
      expect(await system.counted(app.id)).toEqual({ requests: 50, errors: 10 });
      return true;
    }, 'the numbers to equal what was sent');
  }, 60_000);
});
