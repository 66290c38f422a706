import { MAX_DOCUMENT_BYTES, MAX_ROUTES_PER_APP } from '@aegis/contracts';
import { prove } from './prove.ts';

const route = (n: number, upstream = 'default') => ({
  id: '0191b3a0-0000-7000-8000-000000000001',
  name: `r${n}`,
  methods: [],
  path: `/${n}`,
  priority: 0,
  auth: 'none',
  upstream,
  limits: [],
  plugins: [],
});

describe('proof of a document', () => {
  it('gives the text that is signed', async () => {
    const proof = await prove('routes:a', { routes: [route(1)] }, {});
    expect(proof).toEqual({ ok: true, text: JSON.stringify({ routes: [route(1)] }) });
  });

  it.each([
    ['a field of another type', { routes: [{ ...route(1), auth: 'magic' }] }, /auth/],
    ['a field that nobody knows', { routes: [], extra: 1 }, /extra/],
    ['null, which Lua reads as neither nil nor false', { routes: null }, /routes/],
    [
      'too many routes',
      { routes: Array.from({ length: MAX_ROUTES_PER_APP + 1 }, (_, i) => route(i)) },
      /5000/,
    ],
    ['too many bytes', { routes: [route(1, 'x'.repeat(MAX_DOCUMENT_BYTES))] }, /bytes/],
  ])('refuses %s', async (_, document, reason) => {
    expect(await prove('routes:a', document, {})).toEqual({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });

  it('asks what else a kind must pass', async () => {
    const proofs = {
      nginx: async ({ conf }: { conf: string }) => (conf === 'bad' ? 'nginx says no' : undefined),
    };
    expect(await prove('nginx:conf', { conf: 'bad' }, proofs)).toEqual({
      ok: false,
      reason: 'nginx says no',
    });
    expect(await prove('nginx:conf', { conf: 'good' }, proofs)).toMatchObject({ ok: true });
  });
});
