import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

/**
 * An HTTPS backend with a certificate that nobody trusts. It remembers the server name of every connection, and asks
 * for a client certificate where it knows whom to believe.
 */
export class TlsUpstream {
  readonly #server: Server;
  /** Server name that each new connection asked for. */
  readonly names: string[] = [];
  /** Server name of the connection that each request came on. */
  readonly requests: { name: string; host: string; client: string | undefined }[] = [];

  private constructor(key: Buffer, cert: Buffer, believed: string | undefined) {
    const asks = believed === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: believed };
    this.#server = createServer({ key, cert, ...asks }, (incoming, response) => {
      const socket = incoming.socket as TLSSocket;
      const name = String(socket.servername);
      const client = socket.getPeerX509Certificate()?.fingerprint256;
      this.requests.push({ name, host: String(incoming.headers.host), client });
      response.end(name);
    });
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on('secureConnection', (socket: TLSSocket) => this.names.push(String(socket.servername)));
  }

  /** @param believed the client certificate that it believes; without one it asks for none */
  static async start(believed?: string): Promise<TlsUpstream> {
    const folder = mkdtempSync(join(tmpdir(), 'aegis-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', [...request, '-subj', '/CN=test', '-keyout', key, '-out', cert, '-days', '2'], {
      stdio: 'ignore',
    });
    const upstream = new TlsUpstream(readFileSync(key), readFileSync(cert), believed);
    rmSync(folder, { recursive: true });
    upstream.#server.listen(0, '127.0.0.1');
    await once(upstream.#server, 'listening');
    return upstream;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the upstream does not listen');
    return address.port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
