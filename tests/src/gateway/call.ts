import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface CallOptions {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** Instead of a port: a unix socket. */
  socketPath?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: () => unknown;
}

/** One HTTP request on a connection of its own to 127.0.0.1. The path goes out exactly as it is given. */
export function call(port: number, path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, socketPath } = options;
  const place = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...place, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = incoming.statusCode ?? 0;
        resolve({ status, headers: incoming.headers, text, json: () => JSON.parse(text) as unknown });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
