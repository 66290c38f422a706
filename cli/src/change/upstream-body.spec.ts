import { upstreamChanges } from './upstream-body.ts';

describe('fields of an upstream', () => {
  it('reads targets with and without a weight', async () => {
    const { targets } = await upstreamChanges({ target: ['https://a.example=3', 'http://10.0.0.1:80/base'] });
    expect(targets).toEqual([
      { url: 'https://a.example', weight: 3 },
      { url: 'http://10.0.0.1:80/base', weight: 1 },
    ]);
  });

  it('changes one timeout and keeps the others', async () => {
    const current = { timeouts: { connect_ms: 1, send_ms: 2, read_ms: 3 }, tls: { verify: false } };
    expect(await upstreamChanges({ 'read-timeout': 500 }, current)).toEqual({
      timeouts: { connect_ms: 1, send_ms: 2, read_ms: 500 },
      tls: { verify: false },
    });
  });

  it('refuses what is no address', async () => {
    await expect(upstreamChanges({ target: ['backend'] })).rejects.toThrow('"backend"');
  });
});
