import { connect } from 'node:net';

/** Sends these bytes to 127.0.0.1 and gives all that comes back until the other side closes. */
export function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(bytes, 'latin1');
  return new Promise((resolve) => {
    // A server that refuses early may reset the connection; what it said before counts.
    socket.on('error', () => undefined);
    // nginx says that it has nothing more to say, and would still wait for what we might send.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
