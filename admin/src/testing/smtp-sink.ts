import { createServer, type Server, type Socket } from 'node:net';

export interface ReceivedMail {
  to: string[];
  data: string;
}

/** A mail server (RFC 5321, the commands that a sender needs) that keeps what it gets. */
export class SmtpSink {
  readonly received: ReceivedMail[] = [];
  readonly #refused = new Set<string>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<SmtpSink> {
    const sink = new SmtpSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `smtp://127.0.0.1:${address.port}`;
  }

  /** From now on this recipient gets a 550. */
  refuse(recipient: string): void {
    this.#refused.add(recipient);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    let mail: ReceivedMail = { to: [], data: '' };
    let inData = false;
    let rest = '';
    const answer = (line: string) => socket.write(`${line}\r\n`);
    const command = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'QUIT') return socket.end('221 bye\r\n');
      if (verb === 'RCPT') {
        const recipient = /<(.*?)>/.exec(line)?.[1] ?? '';
        if (this.#refused.has(recipient)) return answer('550 no such mailbox');
        mail.to.push(recipient);
      }
      if (verb !== 'DATA') return answer('250 ok');
      inData = true;
      return answer('354 go on');
    };
    answer('220 sink');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!inData) command(line);
        else if (line === '.') {
          inData = false;
          this.received.push(mail);
          mail = { to: [], data: '' };
          answer('250 kept');
        } else mail.data += `${line}\n`;
      }
    });
  }
}
