import { once } from 'node:events';
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { certificateFor } from './certificates.ts';

/** A gRPC backend as the wire sees it: every message comes back as it came, and the call ends well. */
export class GrpcUpstream {
  readonly calls: IncomingHttpHeaders[] = [];
  readonly #server: Http2Server | Http2SecureServer;

  private constructor(server: Http2Server | Http2SecureServer) {
    this.#server = server;
    server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      this.calls.push(headers);
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'fine' }));
      stream.pipe(stream);
    });
  }

  static async start(name?: string): Promise<GrpcUpstream> {
    const certificate = name === undefined ? undefined : certificateFor(name);
    const server = certificate
      ? createSecureServer({ cert: certificate.chain, key: certificate.key })
      : createServer();
    const upstream = new GrpcUpstream(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return upstream;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the upstream does not listen');
    return address.port;
  }

  stop(): void {
    this.#server.close();
  }
}
