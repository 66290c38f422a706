import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';

/** One HTTP request to one address, within bounds of time and size. Redirects are answers, never followed. */
export interface BoundedCall {
  /** Where to connect. No name is resolved here. */
  address: string;
  url: URL;
  /** Path and query exactly as sent, instead of those of the URL: nothing is normalised on the way. */
  target?: string;
  method: string;
  headers?: Record<string, string>;
  body?: string;
  /** From the start to the last byte. */
  timeoutMs: number;
  /** More of the body is cut off, and said so. */
  maxBytes: number;
  /** PEM: authorities to trust beside the public ones. */
  roots?: string | undefined;
}

export interface BoundedAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  truncated: boolean;
  tookMs: number;
}

/** Why there is no answer. */
export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(
    readonly kind: 'refused_address' | 'unknown_name' | 'connect' | 'tls' | 'timeout' | 'broken',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What each kind means to the person who named the address. */
export const noAnswerBecause: Record<CallError['kind'], string> = {
  refused_address: 'its address may not be called; the operator can allow it (AEGIS_UPSTREAM_ALLOW)',
  unknown_name: 'its name has no address',
  connect: 'nothing answers there',
  tls: 'its certificate cannot be verified',
  timeout: 'it did not answer in time',
  broken: 'the connection broke',
};

const connectCodes = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT']);
const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/;

export function callErrorOf(error: unknown): CallError {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  if (error instanceof CallError) return error;
  if (name === 'AbortError' || name === 'TimeoutError')
    return new CallError('timeout', 'no answer in time', { cause: error });
  if (connectCodes.has(code)) return new CallError('connect', code, { cause: error });
  if (tlsCode.test(code)) return new CallError('tls', message, { cause: error });
  return new CallError('broken', code || message, { cause: error });
}

async function readBody(
  answer: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), truncated: size > maxBytes };
}

function optionsOf(call: BoundedCall): RequestOptions {
  const { url } = call;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host: call.address,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    path: call.target ?? url.pathname + url.search,
    method: call.method,
    headers: { host: url.host, 'user-agent': 'Aegis', ...call.headers },
    // An address is no server name (RFC 6066); it is verified as what it is.
    servername: isIP(name) === 0 ? name : '',
    ...(call.roots !== undefined && { ca: [...rootCertificates, call.roots] }),
    agent: false,
    signal: AbortSignal.timeout(call.timeoutMs),
  };
}

/** @throws CallError */
export async function boundedCall(call: BoundedCall): Promise<BoundedAnswer> {
  const started = performance.now();
  const send = call.url.protocol === 'https:' ? httpsRequest : httpRequest;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = send(optionsOf(call), resolve);
      outgoing.once('error', reject);
      outgoing.end(call.body);
    });
    const { body, truncated } = await readBody(answer, call.maxBytes);
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]);
    return {
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(headers),
      body,
      truncated,
      tookMs: Math.round(performance.now() - started),
    };
  } catch (error) {
    throw callErrorOf(error);
  }
}
