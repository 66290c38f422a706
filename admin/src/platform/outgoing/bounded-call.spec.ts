import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedCall, CallError } from './bounded-call.ts';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<URL> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return new URL(`http://shop.example:${(started.address() as AddressInfo).port}/a?b=c`);
}

const bounds = { address: '127.0.0.1', method: 'GET', timeoutMs: 5_000, maxBytes: 1_000 };

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

describe('bounded call', () => {
  it('connects to the checked address and names the host that was asked for', async () => {
    const url = await serve((request, response) =>
      response.end(`${request.method} ${request.url} ${request.headers.host}`),
    );
    const answer = await boundedCall({ ...bounds, url });
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe(`GET /a?b=c ${url.host}`);
  });

  it('gives a redirect as the answer and does not follow it', async () => {
    const url = await serve((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    );
    const answer = await boundedCall({ ...bounds, url });
    expect([answer.status, answer.headers.location]).toEqual([302, 'http://169.254.169.254/']);
  });

  it('cuts off an endless body', async () => {
    const url = await serve((_, response) => {
      const write = () => {
        while (response.write('x'.repeat(10_000)));
        response.once('drain', write);
      };
      write();
    });
    const answer = await boundedCall({ ...bounds, url });
    expect([answer.truncated, answer.body.length]).toEqual([true, 1_000]);
  });

  it('ends a call that is not answered in time', async () => {
    const url = await serve(() => undefined);
    await expect(boundedCall({ ...bounds, url, timeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('names a connection that was refused', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    const failure = await boundedCall({ ...bounds, url }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallError);
    expect(failure).toMatchObject({ kind: 'connect', message: 'ECONNREFUSED' });
  });
});
