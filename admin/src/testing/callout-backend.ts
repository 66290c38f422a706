import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CALLOUT_SECRET = 'a-secret-of-the-backend-long-enough-for-us';

export interface Question {
  headers: IncomingMessage['headers'];
  body: string;
}
/** Status, body, headers. */
export type Said = [number, string, Record<string, string>?];

/** A customer's backend that decides who may do what: remembers the questions, answers as the spec says. */
export class CalloutBackend {
  readonly asked: Question[] = [];
  said: Said = [200, '{"allowed":true}'];
  readonly #server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.asked.push({ headers: request.headers, body });
    const [status, text, headers] = this.said;
    response.writeHead(status, headers).end(text);
  });

  static async start(): Promise<CalloutBackend> {
    const backend = new CalloutBackend();
    backend.#server.listen(0, '127.0.0.1');
    await once(backend.#server, 'listening');
    return backend;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/aegis/authorize`;
  }

  /** Whether the newest question is signed with the secret. */
  get isSigned(): boolean {
    const question = this.asked.at(-1);
    const header = String(question?.headers['aegis-signature']);
    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    return mac === createHmac('sha256', CALLOUT_SECRET).update(`${time}.${question?.body}`).digest('hex');
  }

  stop(): void {
    this.#server.close();
  }
}
