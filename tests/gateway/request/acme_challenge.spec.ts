import { createHash, randomBytes } from 'node:crypto';
import type { ChallengeDocument } from '@aegis/contracts';
import { certificateDocument, certificateFor } from '../../src/gateway/certificates.ts';
import { appDocument, hostDocuments, ids } from '../../src/gateway/documents.ts';
import type { Publication } from '../../src/gateway/publisher.ts';
import { HOST, limit, route, routesDocument, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const freshToken = () => randomBytes(32).toString('base64url');
const textOf = (token: string) => `${token}.${createHash('sha256').update(token).digest('base64url')}`;
const path = (token: string) => `/.well-known/acme-challenge/${token}`;

describe('answers to a certificate authority', () => {
  let scene: Scene;
  const token = freshToken();
  const now = () => Math.floor(Date.now() / 1_000);

  const challenge = (answers: ChallengeDocument['answers'], id = HOST): Publication => ({
    kind: 'challenge',
    id,
    document: { answers },
  });
  const asking = (...tokens: string[]) =>
    challenge(Object.fromEntries(tokens.map((one) => [one, { text: textOf(one), until_at: now() + 600 }])));
  const answered = async (one: string) => {
    const answer = await scene.get(path(one));
    return answer.text === textOf(one);
  };
  /** What reached the upstream. */
  const seen = () => scene.upstream.requests.map(({ url }) => url);

  const begin = async () => {
    scene = await Scene.start();
    await scene.gateway.publish([asking(token)]);
    await until(() => answered(token), 'the answer');
  };

  describe('of one configuration', () => {
    beforeAll(begin);
    afterAll(() => scene.stop());
    beforeEach(() => {
      scene.upstream.requests.length = 0;
    });

    it('are plain text, for GET and HEAD, and never reach the upstream', async () => {
      const answer = await scene.get(path(token));
      expect(answer).toMatchObject({ status: 200, text: textOf(token) });
      expect(answer.headers).toMatchObject({
        'content-type': 'text/plain',
        'content-length': String(textOf(token).length),
        'cache-control': 'no-store',
      });
      expect(await scene.call(path(token), { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
      expect(seen()).toEqual([]);
    });

    it('belong to one host', async () => {
      expect(await scene.get(path(token), { host: STAGING_HOST })).toMatchObject({ status: 200 });
      expect(seen()).toEqual([path(token)]);
      expect((await scene.get(path(token), { host: 'unknown.example' })).status).toBe(404);
    });

    it.each([
      ['a token of nobody', path(freshToken())],
      ['a short token', path('short')],
      ['a long token', path('a'.repeat(129))],
      ['no token', path('')],
      ['a token with more behind it', `${path(token)}/more`],
      ['what is no base64url', path(`${token}%0d%0aDEL`)],
      ['another path', `/.well-known/acme-challengee/${token}`],
      ['upper case', path(token).replace('acme', 'ACME')],
    ])('leave %s to the app', async (_, asked) => {
      expect(await scene.get(asked)).not.toMatchObject({ text: textOf(token) });
      const answer = await scene.get(asked);
      // Whatever the app's own rules say of it; where it is let through it is as the client sent it.
      if (answer.status === 200) expect(seen()).toContain(asked);
      else expect(answer.json()).toMatchObject({ code: 'bad_path' });
    });

    it.each(['POST', 'PUT', 'DELETE'])('leave %s to the app', async (method) => {
      await scene.call(path(token), { method });
      expect(seen()).toEqual([path(token)]);
    });
  });

  describe('as the configuration changes', () => {
    beforeEach(begin);
    afterEach(() => scene.stop());

    it('come before HTTPS, authentication, limits and a suspended app', async () => {
      const shop = 'shop.example';
      const one = limit({ amount: 1, store: 'local' });
      await scene.gateway.publish([
        appDocument({
          status: 'suspended',
          https: 'require',
          limits: { [one.id]: one },
          applied_limits: [one.id],
          plugins: [{ name: 'maintenance', settings: {} }],
        }),
        routesDocument([route({ auth: 'api_key' })]),
        ...hostDocuments({ [shop]: { app_id: ids.app, environment: 'production', certificate: shop } }),
        certificateDocument(scene.gateway.keys.gateway.seal, shop, certificateFor(shop)),
        challenge({ [token]: { text: textOf(token), until_at: now() + 600 } }, shop),
      ]);
      const refused = await until(async () => {
        const answer = await scene.get('/', { host: shop });
        return answer.status === 403 && answer;
      }, 'the app to be closed');
      expect(refused.json()).toMatchObject({ code: 'app_suspended' });
      for (let i = 0; i < 3; i += 1) {
        expect(await scene.get(path(token), { host: shop })).toMatchObject({
          status: 200,
          text: textOf(token),
        });
      }
    });

    it('come before the redirect to HTTPS, which every other question gets', async () => {
      const shop = 'shop.example';
      await scene.gateway.publish([
        appDocument({ https: 'redirect' }),
        ...hostDocuments({ [shop]: { app_id: ids.app, environment: 'production', certificate: shop } }),
        certificateDocument(scene.gateway.keys.gateway.seal, shop, certificateFor(shop)),
        challenge({ [token]: { text: textOf(token), until_at: now() + 600 } }, shop),
      ]);
      await until(async () => (await scene.get('/', { host: shop })).status === 308, 'the redirect');
      expect(await scene.get(path(token), { host: shop })).toMatchObject({
        status: 200,
        text: textOf(token),
      });
      expect((await scene.get(path(freshToken()), { host: shop })).status).toBe(308);
    });

    it('change and end with their document, without a reload', async () => {
      const workers = scene.gateway.nginx.workers();
      const next = freshToken();
      await scene.gateway.publish([asking(next)]);
      await until(() => answered(next), 'the next answer');
      expect(await answered(token)).toBe(false);
      await scene.gateway.publish([challenge({})]);
      await until(async () => !(await answered(next)), 'no answer');
      expect(scene.gateway.nginx.workers()).toEqual(workers);
    });

    it('end with their time', async () => {
      const over = freshToken();
      const lasting = freshToken();
      await scene.gateway.publish([
        challenge({
          [over]: { text: textOf(over), until_at: now() - 1 },
          [lasting]: { text: textOf(lasting), until_at: now() + 600 },
        }),
      ]);
      await until(() => answered(lasting), 'the other answer');
      expect(await answered(over)).toBe(false);
    });

    it('are found by a worker that asked before there were any', async () => {
      const asked = freshToken();
      expect(await scene.get(path(asked), { host: STAGING_HOST })).toMatchObject({ status: 200 });
      await scene.gateway.publish([
        challenge({ [asked]: { text: textOf(asked), until_at: now() + 600 } }, STAGING_HOST),
      ]);
      await until(
        async () => (await scene.get(path(asked), { host: STAGING_HOST })).text === textOf(asked),
        'the answer',
      );
    });

    it('need no Redis once they are live', async () => {
      // nginx itself says this of a connection that a killed Redis had data for.
      scene.gateway.expectProblems(/recv\(\) failed \(104/);
      await scene.gateway.redis.stop();
      expect(await answered(token)).toBe(true);
    });

    it('leave the app its own rules: a route with a key still wants it', async () => {
      await scene.gateway.publish([routesDocument([route({ auth: 'api_key' })])]);
      await until(async () => (await scene.get('/')).status === 401, 'the route');
      expect((await scene.get(path(freshToken()))).status).toBe(401);
      expect(await answered(token)).toBe(true);
    });

    it('are looked up by host alone: no key of Redis is made of what a stranger sends', async () => {
      const strange = freshToken();
      const asked: string[] = [];
      const monitor = await scene.gateway.redis.client.monitor();
      monitor.on('monitor', (_time: string, words: string[]) => asked.push(words.join(' ')));
      await scene.get(path(strange), { host: `${strange}.example` });
      await scene.get(path(strange), { host: STAGING_HOST });
      await until(
        async () => asked.some((words) => words.includes(`challenge:${STAGING_HOST}`)),
        'the look-up',
      );
      monitor.disconnect();
      expect(asked.filter((words) => words.includes(strange))).toEqual([]);
    });
  });
});
