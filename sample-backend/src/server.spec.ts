import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSampleBackend } from './server.ts';
import { isFromGateway } from './signature.ts';

describe('the sample backend', () => {
  let server: Server;
  let origin: string;

  beforeEach(async () => {
    server = createSampleBackend();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const call = async (path: string, init: RequestInit & { tenant?: string } = {}) => {
    const headers = { ...(init.tenant && { 'x-aegis-tenant': init.tenant }), ...init.headers };
    const response = await fetch(`${origin}${path}`, { ...init, headers });
    return { status: response.status, body: await response.json() };
  };
  const post = (path: string, body: unknown, tenant?: string) =>
    call(path, { method: 'POST', body: JSON.stringify(body), ...(tenant && { tenant }) });

  it('answers / with the identity that the gateway gave', async () => {
    const { status, body } = await call('/', {
      headers: { 'x-aegis-tenant': 'acme', 'x-aegis-key-id': 'k1' },
    });
    expect(status).toBe(200);
    expect(body).toHaveProperty('identity', { tenant: 'acme', key_id: 'k1' });
  });

  it('echoes a request as it arrived', async () => {
    const { body } = await call('/echo?a=1', { method: 'PUT', body: 'text', headers: { 'x-custom': 'yes' } });
    expect(body).toMatchObject({ method: 'PUT', path: '/echo', query: '?a=1', body: 'text' });
    expect(body).toHaveProperty('headers.x-custom', 'yes');
  });

  it('shows each tenant its own orders only', async () => {
    const acme = await call('/orders', { tenant: 'acme' });
    expect(acme.body).toMatchObject({ items: [{ id: 'a-1' }, { id: 'a-2' }] });
    expect((await call('/orders/a-1', { tenant: 'acme' })).status).toBe(200);
    expect((await call('/orders/a-1', { tenant: 'globex' })).status).toBe(404);
    expect((await call('/orders')).status).toBe(403);
  });

  it('creates an order in the tenant of the caller', async () => {
    const created = await post('/orders', { item: 'rope', quantity: 2, tenant: 'acme' }, 'globex');
    expect(created).toMatchObject({ status: 201, body: { id: 'g-2', tenant: 'globex', item: 'rope' } });
    expect((await post('/orders', { item: 'rope', quantity: 0 }, 'globex')).status).toBe(422);
    expect((await call('/orders', { method: 'POST', body: '[]', tenant: 'acme' })).status).toBe(400);
  });

  it.each([
    ['carl', 'orders', 'write', true],
    ['vera', 'orders', 'write', false],
    ['ada', 'orders', 'delete', true],
    ['gus', 'orders', 'read', false],
  ])('decides for %s of acme on %s:%s', async (user_id, resource, action, allowed) => {
    const { body } = await post('/aegis/authorize', { tenant_id: 'acme', user_id, resource, action });
    expect(body).toHaveProperty('allowed', allowed);
  });

  describe('with the secret of its authorize callout', () => {
    const secret = 'a secret of the docs';
    const question = '{"action":"read"}';
    const time = 1_795_000_000;
    const signature = 't=1795000000,v1=5d83cd24436fef68059b127d1b12122b0f68e14cb9d7e3dbe5f633e67dd658bf';

    it('knows a signature of now', () => {
      expect(isFromGateway(secret, signature, question, time)).toBe(true);
      expect(isFromGateway(secret, signature, question, time + 299)).toBe(true);
    });
    it.each([
      ['another secret', ['another', signature, question, time]],
      ['another body', [secret, signature, '{"action":"write"}', time]],
      ['another time', [secret, signature.replace('t=1795000000', 't=1795000001'), question, time]],
      ['an old question', [secret, signature, question, time + 301]],
      ['a question of tomorrow', [secret, signature, question, time - 301]],
      ['no signature', [secret, undefined, question, time]],
      ['half a signature', [secret, signature.slice(0, -1), question, time]],
    ] as const)('refuses %s', (_, [key, header, body, now]) => {
      expect(isFromGateway(key, header, body, now)).toBe(false);
    });
    it('answers signed questions only', async () => {
      const strict = createSampleBackend(undefined, secret);
      await new Promise<void>((resolve) => strict.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(strict.address() as AddressInfo).port}/aegis/authorize`;
      const body = JSON.stringify({ tenant_id: 'acme', user_id: 'ada', resource: 'orders', action: 'read' });
      const ask = async (headers: Record<string, string>) =>
        (await fetch(url, { method: 'POST', body, headers })).status;
      const now = Math.floor(Date.now() / 1_000);
      const mac = createHmac('sha256', secret).update(`${now}.${body}`).digest('hex');
      expect(await ask({ 'aegis-signature': `t=${now},v1=${mac}` })).toBe(200);
      expect(await ask({})).toBe(401);
      strict.closeAllConnections();
      strict.close();
    });
  });

  it('streams events one by one', async () => {
    const response = await fetch(`${origin}/events?count=3&interval=1`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect((await response.text()).match(/^data: /gm)).toHaveLength(3);
  });

  it('sends WebSocket texts back, short and long', async () => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`);
    const answers: unknown[] = [];
    const texts = ['hello', 'x'.repeat(60_000)];
    await new Promise((resolve, reject) => {
      socket.onerror = reject;
      socket.onopen = () => {
        for (const text of texts) socket.send(text);
      };
      socket.onmessage = ({ data }) => {
        if (answers.push(data) === texts.length) socket.close();
      };
      socket.onclose = resolve;
    });
    expect(answers).toEqual(texts);
  });

  it('says 404 and 405', async () => {
    expect((await call('/nowhere')).status).toBe(404);
    expect((await call('/orders', { method: 'DELETE' })).status).toBe(405);
  });
});
