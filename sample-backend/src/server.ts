import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AssertionCheck, type AssertionSettings } from './assertion.ts';
import { authorize } from './authorize.ts';
import { type Data, demoData } from './data.ts';
import { echo, events, welcome } from './echo.ts';
import { type Exchange, identityOf, Refusal, sendJson } from './exchange.ts';
import { createOrder, getOrder, getTenant, listOrders, listUsers } from './orders.ts';
import { verified } from './verified.ts';
import { acceptWebSocket } from './web-socket.ts';

type Handler = (exchange: Exchange, data: Data) => void | Promise<void>;

/** `<method> <path>`; `ANY` for every method. */
const routesOf = (
  assertions: AssertionCheck | undefined,
  authorizeSecret: string | undefined,
): Record<string, Handler> => ({
  'GET /': welcome,
  'ANY /echo': echo,
  'GET /events': events,
  'GET /verified': verified(assertions),
  'GET /tenant': getTenant,
  'GET /users': listUsers,
  'GET /orders': listOrders,
  'POST /orders': createOrder,
  'GET /orders/:id': getOrder,
  'POST /aegis/authorize': (exchange, data) => authorize(exchange, data, authorizeSecret),
});

/**
 * The demo API. Plain HTTP, no state outside this process.
 * @param assertions absent: `/verified` answers 501
 * @param authorizeSecret of the authorize callout; with it, only signed questions are answered
 */
export function createSampleBackend(assertions?: AssertionSettings, authorizeSecret?: string): Server {
  const data = demoData();
  const routes = routesOf(assertions && new AssertionCheck(assertions), authorizeSecret);
  const server = createServer((request, response) => {
    void serve(routes, request, response, data);
  });
  server.on('upgrade', acceptWebSocket);
  return server;
}

async function serve(
  routes: Record<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
  data: Data,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://sample-backend');
    const { handler, params } = resolve(routes, request.method ?? 'GET', url.pathname);
    await handler({ request, response, url, identity: identityOf(request), params }, data);
  } catch (problem) {
    const status = problem instanceof Refusal ? problem.status : 500;
    const detail = problem instanceof Refusal ? problem.message : 'The sample backend made a mistake.';
    if (response.headersSent) response.destroy();
    else sendJson(response, status, { status, title: detail, detail });
    if (status === 500) console.error(problem);
  }
}

function resolve(
  routes: Record<string, Handler>,
  method: string,
  path: string,
): { handler: Handler; params: Record<string, string> } {
  let pathKnown = false;
  for (const [pattern, handler] of Object.entries(routes)) {
    const [wanted, template = ''] = pattern.split(' ');
    const params = match(template, path);
    if (!params) continue;
    pathKnown = true;
    if (wanted === 'ANY' || wanted === method || (wanted === 'GET' && method === 'HEAD'))
      return { handler, params };
  }
  throw pathKnown
    ? new Refusal(405, `${path} does not take ${method}.`)
    : new Refusal(404, `There is no ${path} here.`);
}

/** Values of the `:name` parts, or undefined when the path is another one. */
function match(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
