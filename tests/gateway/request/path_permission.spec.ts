import { appDocument } from '../../src/gateway/documents.ts';
import { rawRequest, sendRaw } from '../../src/gateway/raw.ts';
import { HOST, route, Scene } from '../../src/gateway/traffic.ts';

/** Every way to spell `/admin` that some reader of paths would take for it. */
const spellings = [
  '/admin',
  '//admin',
  '///admin',
  '/./admin',
  '/%61dmin',
  '/admin/',
  '/admin//',
  '/admin;x',
  '/public/../admin',
  '/public/..;/admin',
  '/public/..;x=1/admin',
  '/public/;/../admin',
  '/public/%2e%2e/admin',
  '/public/.%2e/admin',
  '/public/%2e./admin',
  '/public/..%2fadmin',
  '/public/..%2Fadmin',
  '/public%2f..%2fadmin',
  '/public/..%5cadmin',
  '/public/..\\admin',
  '/public/%252e%252e/admin',
  '/public/%c0%ae%c0%ae/admin',
  '/public/..%00/admin',
  '/public/x/../../admin',
  '/public/..//admin',
  '/public//../admin',
  '/public/../admin?x=/../public',
  '/public/..#/../admin',
];

describe('a route that demands a permission', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({
      routes: [
        route({ path: '/public/*' }),
        route({ path: '/admin', auth: 'api_key', permission: 'admin:read' }),
        route({ path: '/admin/*', auth: 'api_key', permission: 'admin:read' }),
      ],
    });
  });
  afterAll(() => scene.stop());

  const readings = [
    { merge_slashes: true, allow_encoded_slash: false },
    { merge_slashes: false, allow_encoded_slash: false },
    { merge_slashes: true, allow_encoded_slash: true },
    { merge_slashes: false, allow_encoded_slash: true },
  ];

  describe.each(readings)('of an app with %j', (path) => {
    beforeAll(() => scene.gateway.publish([appDocument({ path })]));

    it.each(spellings)('is not reached as %s by a stranger', async (target) => {
      const before = scene.upstream.requests.length;
      const answer = await rawRequest(scene.gateway.port, target, HOST);
      const reached = scene.upstream.requests.slice(before).map(({ url }) => url);
      if (answer.status === 200) {
        // What got through is below /public, for us and for the backend alike.
        expect(reached).toHaveLength(1);
        expect(reached[0]).toMatch(/^\/public(\/|$)/);
        if (!path.allow_encoded_slash) expect(reached[0]).not.toMatch(/%2f|%5c|\\/i);
        expect(reached[0]).not.toMatch(/(\/|%2f)\.{1,2}(;|\/|%2f|$)/i);
      } else {
        expect(reached).toEqual([]);
        expect([400, 401, 404]).toContain(answer.status);
      }
    });

    it.each(['/admin', '/%61dmin', '/public/../admin'])(
      'is reached as %s with the permission alone',
      async (target) => {
        const send = async (scopes: string[]) => {
          const key = await scene.publishKey({ scopes });
          const bytes = `GET ${target} HTTP/1.1\r\nHost: ${HOST}\r\nX-API-Key: ${key}\r\nConnection: close\r\n\r\n`;
          return (await sendRaw(scene.gateway.port, bytes)).status;
        };
        expect(await send(['public:read'])).toBe(403);
        expect(await send(['admin:read'])).toBe(200);
        expect(scene.upstream.requests.at(-1)?.url).toBe('/admin');
      },
    );
  });
});
