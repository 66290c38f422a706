import { type Exchange, readBody, sendJson } from './exchange.ts';

/** `/`: says that it works, and whom the gateway says it is talking to. */
export function welcome({ response, identity }: Exchange): void {
  sendJson(response, 200, { message: 'Hello from the sample backend behind Aegis.', identity });
}

/** `/echo`: the request as it arrived here. */
export async function echo({ request, response, url, identity }: Exchange): Promise<void> {
  sendJson(response, 200, {
    method: request.method,
    path: url.pathname,
    query: url.search,
    headers: request.headers,
    identity,
    body: await readBody(request),
  });
}

/** `/events?count=5&interval=1000`: Server-Sent Events, one line at a time. */
export function events({ request, response, url }: Exchange): void {
  const count = bounded(url.searchParams.get('count'), 5, 1, 1_000);
  const interval = bounded(url.searchParams.get('interval'), 1_000, 1, 60_000);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let sent = 0;
  const send = () => {
    sent += 1;
    response.write(`id: ${sent}\nevent: tick\ndata: {"number":${sent},"of":${count}}\n\n`);
    if (sent === count) end();
  };
  const timer = setInterval(send, interval);
  const end = () => {
    clearInterval(timer);
    response.end();
  };
  request.once('close', () => clearInterval(timer));
  send();
}

function bounded(text: string | null, usual: number, least: number, most: number): number {
  const value = text === null ? usual : Number(text);
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : usual;
}
