import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

const HEADER = 12;
const A = 1;
const NO_SUCH_NAME = 3;

/** The one question of a message: its name, its type, and where it ends. */
function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

/** An address record of the name that the message asks for. */
function record(address: string, ttl: number): Buffer {
  const head = Buffer.from([0xc0, HEADER, 0, A, 0, 1, 0, 0, 0, 0, 0, 4]);
  head.writeUInt32BE(ttl, 6);
  return Buffer.concat([head, Buffer.from(address.split('.').map(Number))]);
}

/** A DNS server of names that the test gives it; others do not exist. */
export class DnsServer {
  /** Name → IPv4 addresses. */
  readonly names = new Map<string, string[]>();
  /** Seconds that answers are good for. */
  ttl = 1;
  /** While it is silent it hears questions and answers none. */
  silent = false;
  questions = 0;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (message, from) => this.#hear(message, from));
  }

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new DnsServer(socket);
  }

  /** As `AEGIS_RESOLVERS` names it. */
  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  #hear(message: Buffer, from: RemoteInfo): void {
    this.questions += 1;
    if (this.silent) return;
    const { name, type, end } = questionOf(message);
    const known = this.names.get(name);
    const records = type === A ? (known ?? []).map((address) => record(address, this.ttl)) : [];
    const head = Buffer.alloc(HEADER);
    head.writeUInt16BE(message.readUInt16BE(0), 0);
    head.writeUInt16BE(0x8180 | (known ? 0 : NO_SUCH_NAME), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    this.#socket.send(
      Buffer.concat([head, message.subarray(HEADER, end), ...records]),
      from.port,
      from.address,
    );
  }

  stop(): void {
    this.#socket.close();
  }
}
