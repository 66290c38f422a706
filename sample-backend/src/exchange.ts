import type { IncomingMessage, ServerResponse } from 'node:http';

const LARGEST_BODY = 1024 * 1024;

/** Who the gateway says the caller is. A backend may believe these headers only if nobody else can reach it. */
export interface Identity {
  app?: string;
  environment?: string;
  tenant?: string;
  user?: string;
  roles?: string;
  key_id?: string;
  request_id?: string;
}

/** One request on its way to an answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  identity: Identity;
  /** Values of the route's `:name` parts. */
  params: Record<string, string>;
}

/** An answer that is not a success; sent as problem+json. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const identityHeaders: Record<keyof Identity, string> = {
  app: 'x-aegis-app',
  environment: 'x-aegis-environment',
  tenant: 'x-aegis-tenant',
  user: 'x-aegis-user',
  roles: 'x-aegis-roles',
  key_id: 'x-aegis-key-id',
  request_id: 'x-request-id',
};

export function identityOf(request: IncomingMessage): Identity {
  const found = Object.entries(identityHeaders).map(([name, header]) => [name, request.headers[header]]);
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'string' && value !== ''));
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(`${JSON.stringify(body, undefined, 2)}\n`);
}

/** @throws Refusal 413 when it is too large */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Refusal(413, 'The body has more than 1 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws Refusal 400 when the text is not a JSON object */
export function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // What is not JSON at all gets the same answer.
  }
  throw new Refusal(400, 'The body must be a JSON object.');
}

/** @throws Refusal 400 when the body is not a JSON object */
export const readJson = async (request: IncomingMessage): Promise<Record<string, unknown>> =>
  parseJson(await readBody(request));
