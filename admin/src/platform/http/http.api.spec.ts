import { createToken, getCustomer, getMe, listMembers, operations, updateCustomer } from '@aegis/contracts';
import { createCompany, type TestCompany } from '../../testing/people.ts';
import { expectRefusal } from '../../testing/refusals.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('the HTTP rules', () => {
  let app: TestApp;
  let company: TestCompany;
  beforeAll(async () => {
    app = await startTestApp();
    company = await createCompany(app);
  });
  afterAll(() => app.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    company.owner.send(updateCustomer, { body, headers: { 'content-type': 'application/json', ...headers } });

  it('answers an unknown address with a problem', async () => {
    const response = await fetch(`${app.url}/api/v1/no-such-thing`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({
      code: 'not_found',
      request_id: response.headers.get('x-request-id'),
    });
  });

  it('makes its own request ids', async () => {
    const headers = { 'x-request-id': 'forged\nline', 'request-id': 'forged' };
    const answer = await company.owner.with({ 'request-id': headers['request-id'] }).send(getMe);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['broken JSON', '{"name":', 'bad_request'],
    ['a prototype', '{"__proto__":{"name":"x"}}', 'bad_request'],
    ['a body that nests too deep', `{"name":${'['.repeat(40)}${']'.repeat(40)}}`, 'bad_request'],
    ['a text with NUL', '{"name":"a\\u0000b"}', 'bad_request'],
    ['a body that is too large', `{"name":"${'x'.repeat(1024 * 1024)}"}`, 'payload_too_large'],
    ['a body that is no object', '"text"', 'invalid_input'],
  ] as const)('refuses %s', async (_, body, code) => {
    expectRefusal(await post(body), code);
  });

  it('refuses a form, which a foreign page could post', async () => {
    const answer = await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' });
    expectRefusal(answer, 'unsupported_media_type');
  });

  it('refuses unknown and malformed parameters of a list', async () => {
    expectRefusal(
      await company.owner.send(listMembers, { query: { limti: '5' } }),
      'invalid_input',
      '/limti',
    );
    expectRefusal(
      await company.owner.send(listMembers, { query: { limit: '5000' } }),
      'invalid_input',
      '/limit',
    );
    expectRefusal(
      await company.owner.send(listMembers, { query: { sort: 'password_hash' } }),
      'invalid_input',
      '/sort',
    );
  });

  it('refuses forged cursors and texts with NUL in the address', async () => {
    const cursor = (parts: unknown) => ({
      query: { cursor: Buffer.from(JSON.stringify(parts)).toString('base64url') },
    });
    for (const parts of [
      ['joined_at', 'x', 'y'],
      ['joined_at', '\u0000', '\u0000'],
      ['email', 'a', 'b'],
      { a: 1 },
      7,
    ]) {
      expectRefusal(await company.owner.send(listMembers, cursor(parts)), 'invalid_input', '/cursor');
    }
    expectRefusal(await company.owner.send(listMembers, { query: { search: '\u0000' } }), 'bad_request');
  });

  it('sends secure headers with every answer', async () => {
    const { headers } = await company.owner.send(getMe);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('takes If-Match in its usual spellings', async () => {
    const { etag = '' } = await company.owner.call(getCustomer);
    const update = (ifMatch: string) =>
      company.owner.send(updateCustomer, { body: { name: 'Same' }, headers: { 'if-match': ifMatch } });
    expect((await update('*')).status).toBe(200);
    expectRefusal(await update(etag), 'edited_meanwhile');
    expectRefusal(await update('not a tag'), 'edited_meanwhile');
  });

  it('runs one of two equal calls with an idempotency key that arrive together', async () => {
    const input = {
      body: { name: 'once', scopes: ['routes:read'] },
      headers: { 'idempotency-key': 'together-1' },
    };
    const answers = await Promise.all([1, 2, 3].map(() => company.owner.send(createToken, input)));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectRefusal(answer, 'idempotency_in_progress');
    }
    const rows = await app.database.asPlatform(`SELECT id FROM tokens WHERE name = 'once'`);
    expect(rows).toHaveLength(1);
  });

  it('lets an idempotency key be used again after a refusal, and keeps companies apart', async () => {
    const headers = { 'idempotency-key': 'after-refusal' };
    const bad = await company.owner.send(createToken, { body: { name: '' }, headers });
    expectRefusal(bad, 'invalid_input');
    const body = { name: 'good', scopes: ['routes:read'] };
    const mine = await company.owner.send(createToken, { body, headers });
    const other = await createCompany(app);
    const theirs = await other.owner.send(createToken, { body, headers });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body).not.toEqual(mine.body);
    const short = await company.owner.send(createToken, { body, headers: { 'idempotency-key': 'short' } });
    expectRefusal(short, 'invalid_input', '/Idempotency-Key');
  });

  it('stores no secret of a repeatable answer in the clear', async () => {
    const headers = { 'idempotency-key': 'sealed-answer' };
    const answer = await company.owner.send(createToken, {
      body: { name: 's', scopes: ['routes:read'] },
      headers,
    });
    const { token } = answer.body as { token: string };
    const rows = await app.database.asPlatform('SELECT a::text AS row FROM idempotent_answers a');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain('sealed-answer');
  });

  describe('beside the contracts', () => {
    const get = async (path: string) => {
      const response = await fetch(`${app.url}${path}`);
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        text: await response.text(),
      };
    };

    it('is alive and ready', async () => {
      expect(await get('/health')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
      expect(JSON.parse((await get('/ready')).text)).toEqual({
        ready: true,
        dependencies: { postgres: { ok: true }, redis_config: { ok: true }, redis_state: { ok: true } },
      });
    });

    it('has metrics of its calls', async () => {
      await company.owner.call(getMe);
      const { text } = await get('/metrics');
      expect(text).toContain(
        'aegis_admin_http_request_seconds_count{operation="GET /api/v1/me",status="200"}',
      );
    });

    it('describes every operation in OpenAPI 3.1', async () => {
      const document = JSON.parse((await get('/api/openapi.json')).text) as {
        openapi: string;
        paths: Record<string, Record<string, { operationId: string }>>;
      };
      expect(document.openapi).toBe('3.1.0');
      const ids = Object.values(document.paths).flatMap((path) =>
        Object.values(path).map((one) => one.operationId),
      );
      expect(ids.sort()).toEqual(
        Object.values(operations)
          .map(({ id }) => id)
          .sort(),
      );
    });

    it('shows the documentation with files of its own', async () => {
      const page = await get('/api/docs');
      expect(page.type).toMatch(/^text\/html/);
      const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
      expect(files.length).toBeGreaterThan(2);
      for (const file of files) expect((await get(file)).status).toBe(200);
      expect((await get('/api/docs/assets/package.json')).status).toBe(404);
    });
  });
});
