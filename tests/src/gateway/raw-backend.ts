import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A backend that does with a connection what the test says, once a request came over it. */
export class RawBackend {
  answer: (socket: Socket) => void = () => undefined;
  port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
      socket.once('data', () => this.answer(socket));
    });
  }

  static async start(): Promise<RawBackend> {
    const backend = new RawBackend();
    backend.#server.listen(0, '127.0.0.1');
    await once(backend.#server, 'listening');
    const address = backend.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the backend does not listen');
    backend.port = address.port;
    return backend;
  }

  /** Says these bytes and closes. */
  says(text: string): void {
    this.answer = (socket) => socket.end(text);
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
