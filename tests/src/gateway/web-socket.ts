import { once } from 'node:events';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { HOST, type Scene } from './traffic.ts';

/** The scene's upstream takes WebSockets and sends back what comes over them. */
export function echoWebSockets({ upstream }: Scene): void {
  upstream.server.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
    socket.on('error', () => undefined);
  });
}

/** Opens one through the gateway: the bare connection after the 101, as only its bytes matter here. */
export async function openWebSocket({ gateway }: Scene): Promise<Duplex> {
  const outgoing = request({
    port: gateway.port,
    host: '127.0.0.1',
    headers: {
      host: HOST,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
    agent: false,
  });
  outgoing.end();
  const [, socket] = (await once(outgoing, 'upgrade')) as [unknown, Duplex];
  return socket;
}

/** What comes back for it. */
export async function echoOf(socket: Duplex, text: string): Promise<string> {
  socket.write(text);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString();
}
