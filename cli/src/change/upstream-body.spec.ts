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

  it('hashes as soon as it is told by what, and no longer with another method', async () => {
    const hashing = await upstreamChanges({ 'hash-by': 'header:x-user' });
    expect(hashing).toEqual({
      balance: 'consistent_hash',
      hash_by: { source: 'header', name: 'x-user' },
    });
    expect(await upstreamChanges({ 'hash-by': 'tenant' })).toMatchObject({ hash_by: { source: 'tenant' } });
    const other = await upstreamChanges({ balance: 'least_connections' }, hashing);
    expect(other).toEqual({ balance: 'least_connections', hash_by: undefined });
  });

  it('switches health on by part, keeps what is not named, and off again', async () => {
    const on = await upstreamChanges({ 'eject-after': 3, 'health-path': '/healthz' });
    expect(on).toEqual({ health: { passive: { failures: 3 }, active: { path: '/healthz' } } });
    const slow = await upstreamChanges({ 'slow-start': 5_000 }, on);
    expect(slow).toEqual({ health: { ...(on.health as object), slow_start_ms: 5_000 } });
    const less = await upstreamChanges({ 'eject-after': 0, 'slow-start': 0 }, slow);
    expect(less).toEqual({ health: { active: { path: '/healthz' } } });
    expect(await upstreamChanges({ 'health-path': 'none' }, less)).toEqual({ health: {} });
    expect(await upstreamChanges({ retries: 2 }, on)).toEqual({ ...on, retries: 2 });
  });

  it('switches retries, breaker and bound on and off', async () => {
    const on = await upstreamChanges({
      'retry-answers': 'unavailable',
      'breaker-percent': 30,
      'max-in-flight': 8,
    });
    expect(on).toEqual({
      retry_answers: { after: 'unavailable' },
      circuit_breaker: { error_percent: 30 },
      max_in_flight: 8,
    });
    const slower = { ...on, circuit_breaker: { error_percent: 30, open_ms: 5_000 } };
    expect(await upstreamChanges({ 'breaker-percent': 60 }, slower)).toEqual({
      ...on,
      circuit_breaker: { error_percent: 60, open_ms: 5_000 },
    });
    expect(
      await upstreamChanges({ 'retry-answers': 'off', 'breaker-percent': 0, 'max-in-flight': 0 }, on),
    ).toEqual({});
  });

  it('takes a client certificate off, and keeps what else is said about TLS', async () => {
    const current = { tls: { verify: true, client_certificate: { chain: 'PEM' } } };
    expect(await upstreamChanges({ retries: 1 }, current)).toMatchObject(current);
    expect(await upstreamChanges({ 'no-client-certificate': true }, current)).toEqual({
      tls: { verify: true, client_certificate: undefined },
    });
  });

  it('refuses what is no address', async () => {
    await expect(upstreamChanges({ target: ['backend'] })).rejects.toThrow('"backend"');
  });
});
