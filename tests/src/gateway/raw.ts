import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/** Sends these bytes as they are on a connection of its own and reads until the other side closes. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    let problem: Error | undefined;
    socket.once('error', (error) => {
      problem = error;
    });
    socket.once('close', () => {
      // A server that refuses a body it did not read may reset the connection after its answer.
      if (problem && chunks.length === 0) reject(problem);
      const text = Buffer.concat(chunks).toString('latin1');
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: rest.join('\r\n\r\n') });
    });
    socket.write(bytes);
  });
}

/** A request whose target and header lines go out exactly as given. */
export function rawRequest(
  port: number,
  target: string,
  host: string,
  lines: string[] = [],
): Promise<RawAnswer> {
  const head = [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...lines, 'Connection: close'].join('\r\n');
  return sendRaw(port, Buffer.from(`${head}\r\n\r\n`, 'latin1'));
}
