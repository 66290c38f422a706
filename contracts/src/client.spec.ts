import { createClient, ProblemError, UnreachableError } from './client.ts';
import { createRoute, getApp, listApps, revokeSession } from './operations/index.ts';

interface Seen {
  url: string;
  init: RequestInit;
}

function clientAnswering(answer: () => Response) {
  const seen: Seen[] = [];
  const client = createClient({
    baseUrl: 'http://admin',
    headers: () => ({ authorization: 'Bearer x' }),
    fetch: async (url, init) => {
      seen.push({ url: String(url), init: init ?? {} });
      return answer();
    },
  });
  return { client, seen };
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const appId = '0190163d-8694-739b-aea5-966c26f8ad91';

describe('the typed client', () => {
  it('puts parameters into the path, escaped, and the query behind it', async () => {
    const { client, seen } = clientAnswering(() => json(200, { items: [] }, { etag: '"3"' }));
    await client.call(getApp, { params: { id: 'a/b' as string } });
    const { etag } = await client.call(listApps, { query: { limit: 5, search: 'a&b' } });
    expect(seen.map(({ url }) => url)).toEqual([
      'http://admin/api/v1/apps/a%2Fb',
      'http://admin/api/v1/apps?limit=5&search=a%26b',
    ]);
    expect(etag).toBe('"3"');
  });

  it('sends body, idempotency key and headers of the caller; reads the revision', async () => {
    const { client, seen } = clientAnswering(() => json(201, { id: appId }, { 'aegis-revision': '12' }));
    const answer = await client.call(createRoute, {
      params: { app_id: appId },
      body: { name: 'all', path: '/*' },
      idempotencyKey: 'once',
    });
    expect(answer.revision).toBe(12);
    expect(seen[0]?.init.headers).toMatchObject({ 'idempotency-key': 'once', authorization: 'Bearer x' });
    expect(seen[0]?.init.body).toBe('{"name":"all","path":"/*"}');
  });

  it('gives nothing for 204', async () => {
    const { client } = clientAnswering(() => new Response(null, { status: 204 }));
    expect((await client.call(revokeSession, { params: { id: appId } })).data).toBeUndefined();
  });

  it('throws the problem, with the seconds to wait', async () => {
    const problem = { type: 't', title: 'Too many attempts', status: 429, code: 'too_many_attempts' };
    const { client } = clientAnswering(() => json(429, problem, { 'retry-after': '30' }));
    const error = await client.call(listApps).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ problem: { code: 'too_many_attempts' }, retryAfter: 30 });
  });

  it('makes a problem of an answer that is none, and tells when nobody answers', async () => {
    const { client } = clientAnswering(
      () => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
    );
    await expect(client.call(listApps)).rejects.toMatchObject({
      problem: { status: 502, code: 'internal_error' },
    });
    const away = clientAnswering(() => {
      throw new TypeError('fetch failed');
    });
    await expect(away.client.call(listApps)).rejects.toBeInstanceOf(UnreachableError);
  });
});
