import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testEnv } from '../../testing/test-env.ts';
import { Outgoing } from './outgoing.ts';

const outgoing = (allow: string) =>
  new Outgoing(
    testEnv({ database: 'postgres://a@b/c', redis: 'redis://d' }, { AEGIS_UPSTREAM_ALLOW: allow }),
  );
const bounds = { method: 'GET', timeoutMs: 5_000, maxBytes: 100 };

describe('outgoing calls', () => {
  it('never connects to a refused address, however it is spelled', async () => {
    let connections = 0;
    const server = createServer().on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    for (const host of [
      '127.0.0.1',
      'localhost',
      'a.localhost',
      '2130706433',
      '0x7f.0.0.1',
      '[::ffff:127.0.0.1]',
    ]) {
      const call = outgoing('').call({ ...bounds, url: new URL(`http://${host}:${port}/`) });
      await expect(call).rejects.toMatchObject({ kind: 'refused_address' });
    }
    expect(connections).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it('reaches what the operator allowed, by name', async () => {
    const server = createServer((request, response) => response.end(request.headers.host));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://my.localhost:${(server.address() as AddressInfo).port}/`);
    const answer = await outgoing('127.0.0.0/8').call({ ...bounds, url });
    expect(answer.body.toString()).toBe(url.host);
    await new Promise((resolve) => server.close(resolve));
  });

  it('says which address of a host is refused, and by which rule', async () => {
    expect(await outgoing('').refusedAddress('localhost')).toEqual({
      address: '127.0.0.1',
      rule: 'loopback',
    });
    expect(await outgoing('127.0.0.1').refusedAddress('localhost')).toBeUndefined();
    expect(await outgoing('').refusedAddress('1.1.1.1')).toBeUndefined();
  });
});
