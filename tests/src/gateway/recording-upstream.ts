import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Recorded {
  method: string;
  url: string;
  /** As they came over the wire: name, value, name, value. */
  rawHeaders: string[];
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Answerer = (request: Recorded, response: ServerResponse, incoming: IncomingMessage) => void;

/** A backend that remembers every request. It answers 200 with what it got, unless the test says otherwise. */
export class RecordingUpstream {
  readonly requests: Recorded[] = [];
  readonly server: Server;
  /** Number of connections that were opened to it. */
  connections = 0;
  answer: Answerer = (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));
  };

  private constructor() {
    this.server = createServer((incoming, response) => void this.#record(incoming, response));
    this.server.on('connection', () => {
      this.connections += 1;
    });
  }

  static async start(): Promise<RecordingUpstream> {
    const upstream = new RecordingUpstream();
    upstream.server.listen(0, '127.0.0.1');
    await once(upstream.server, 'listening');
    return upstream;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the upstream does not listen');
    return address.port;
  }

  async #record(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', rawHeaders, headers } = incoming;
    const recorded = { method, url, rawHeaders, headers, body: Buffer.concat(chunks) };
    this.requests.push(recorded);
    this.answer(recorded, response, incoming);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
