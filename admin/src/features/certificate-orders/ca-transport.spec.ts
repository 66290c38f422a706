import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { axios } from 'acme-client';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { makeCertificate } from '../../testing/certificates.ts';
import { testEnv } from '../../testing/test-env.ts';
import { callThrough } from './ca-transport.ts';

const urls = { database: 'postgres://owner:pw@localhost/aegis', redis: 'redis://localhost:7979' };

interface Said {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

describe('calls of a certificate authority', () => {
  let server: Server;
  let roots: string;
  let says: Said = { status: 200 };
  const port = () => (server.address() as AddressInfo).port;
  const allow = (ranges: string) =>
    callThrough(new Outgoing(testEnv(urls, { AEGIS_UPSTREAM_ALLOW: ranges })), roots);
  const ask = (url = `https://localhost:${port()}/dir`) => axios.request({ url });
  const refusal = (said: Partial<Said>) => {
    says = { status: 400, ...said };
    return expect(ask()).rejects;
  };
  const problem = (type: string, detail: string) =>
    JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail });

  beforeAll(async () => {
    const { pem, key } = await makeCertificate({ names: ['localhost'] });
    roots = pem;
    server = createServer({ key, cert: pem }, (_, response) => {
      response.writeHead(says.status, says.headers).end(says.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => allow('127.0.0.0/8'));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('give what it answers', async () => {
    says = { status: 200, headers: { 'replay-nonce': 'n' }, body: '{"newNonce":"https://ca.example/n"}' };
    const { data, headers } = await ask();
    expect(data).toEqual({ newNonce: 'https://ca.example/n' });
    expect(headers['replay-nonce']).toBe('n');
  });

  it('give its problems by type, with how long it wants to be left alone', async () => {
    await refusal({
      status: 429,
      headers: { 'retry-after': '120' },
      body: problem('rateLimited', 'too many orders'),
    }).toMatchObject({ kind: 'rateLimited', message: 'too many orders', retryAfterS: 120 });
    const past = new Date(Date.now() - 3_600_000).toUTCString();
    await refusal({ headers: { 'retry-after': past }, body: problem('caa', 'no') }).toMatchObject({
      kind: 'caa',
      retryAfterS: 0,
    });
  });

  it('leave a used-up nonce to the library, which takes the next one', async () => {
    says = { status: 400, body: problem('badNonce', 'again') };
    expect((await ask()).status).toBe(400);
  });

  it('say that it is away, or answers what nobody can use', async () => {
    await refusal({ status: 503, body: 'busy' }).toMatchObject({ kind: 'unreachable' });
    await refusal({ status: 404, body: '<html>' }).toMatchObject({ kind: 'unusable' });
    await refusal({ status: 302, headers: { location: 'http://169.254.169.254/' } }).toMatchObject({
      kind: 'unusable',
    });
    await refusal({ status: 200, body: 'x'.repeat(300_000) }).toMatchObject({
      kind: 'unusable',
      message: expect.stringContaining('more than'),
    });
  });

  it('go to no address that the policy refuses, and nowhere without TLS', async () => {
    await expect(ask(`http://localhost:${port()}/dir`)).rejects.toMatchObject({ kind: 'unusable' });
    allow('');
    await expect(ask()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('may not be called'),
    });
  });

  it('believe nobody without the operator’s word', async () => {
    callThrough(new Outgoing(testEnv(urls)), undefined);
    await expect(ask()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('certificate cannot be verified'),
    });
  });
});
