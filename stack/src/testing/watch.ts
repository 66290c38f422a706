import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server, Socket } from 'node:net';

/** A process that is asked to leave and does not is killed after this. */
const GRACE_MS = 5_000;

/** Sees every process, server and socket that is opened in this process from now on; Node tells them itself. */
export class Watch {
  readonly #processes = new Set<ChildProcess>();
  readonly #servers = new Set<Server>();
  readonly #sockets = new Set<Socket>();
  readonly #channels: [name: string, listener: (message: unknown) => void][] = [
    ['child_process', (message) => this.#addProcess((message as { process: ChildProcess }).process)],
    [
      'tracing:net.server.listen:asyncStart',
      (message) => this.#addServer((message as { server: Server }).server),
    ],
    ['net.server.socket', (message) => this.#addSocket((message as { socket: Socket }).socket)],
    ['net.client.socket', (message) => this.#addSocket((message as { socket: Socket }).socket)],
  ];

  constructor() {
    for (const [name, listener] of this.#channels) subscribe(name, listener);
  }

  #addProcess(child: ChildProcess): void {
    this.#processes.add(child);
    const forget = () => this.#processes.delete(child);
    child.once('exit', forget).once('error', forget);
  }

  #addServer(server: Server): void {
    this.#servers.add(server);
    server.once('close', () => this.#servers.delete(server));
  }

  #addSocket(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Ends whatever is still open. */
  async end(): Promise<void> {
    for (const [name, listener] of this.#channels) unsubscribe(name, listener);
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([...this.#processes].map(endProcess));
  }
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
    // A test may have paused it.
    child.kill('SIGCONT');
  });
}
