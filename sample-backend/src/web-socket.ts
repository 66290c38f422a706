import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * `/socket`: a WebSocket (RFC 6455) that sends every text back. As small as a demo without dependencies can be:
 * one frame per message, at most 64 KiB, no extensions.
 */
const HANDSHAKE_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
/** Close code 1009: message too big. */
const TOO_LARGE = Buffer.from([0x03, 0xf1]);

export function acceptWebSocket(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'];
  if (request.url?.split('?')[0] !== '/socket' || typeof key !== 'string') {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    return;
  }
  const accept = createHash('sha1').update(`${key}${HANDSHAKE_SUFFIX}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let frame = readFrame(pending); frame; frame = readFrame(pending)) {
      pending = pending.subarray(frame.length);
      answer(socket, frame);
    }
  });
  socket.on('error', () => socket.destroy());
}

interface Frame {
  opcode: number;
  payload: Buffer;
  /** Bytes that the frame took. */
  length: number;
}

/** One whole frame from a client (always masked), or undefined while bytes are missing. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 6) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  if (short === 127) return { opcode: CLOSE, payload: TOO_LARGE, length: bytes.length };
  const extended = short === 126;
  const start = extended ? 8 : 6;
  const size = extended && bytes.length >= 4 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < start + size) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + size));
  for (let index = 0; index < payload.length; index += 1) {
    payload.writeUInt8(payload.readUInt8(index) ^ mask.readUInt8(index % 4), index);
  }
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, length: start + size };
}

function answer(socket: Duplex, { opcode, payload }: Frame): void {
  if (opcode === CLOSE) socket.end(frameOf(CLOSE, payload));
  else if (opcode === PING) socket.write(frameOf(PONG, payload));
  else if (opcode === TEXT) socket.write(frameOf(TEXT, payload));
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const size = payload.length;
  const head = size < 126 ? [0x80 | opcode, size] : [0x80 | opcode, 126, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from(head), payload]);
}
