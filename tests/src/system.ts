import {
  type Client,
  createApp,
  createClient,
  getRevision,
  type Liveness,
  usageSeries,
} from '@aegis/contracts';
import { type Ports, type PrivateStack, type StackFile, startPrivateStack } from '@aegis/stack';
import { untilSpecEnds } from '@aegis/stack/testing';
import { type Answer, type CallOptions, call } from './gateway/call.ts';
import { until } from './wait.ts';

/** The whole system, private to one spec, as its users see it. */
export interface System {
  stack: PrivateStack;
  demo: StackFile;
  /** The demo company's owner. */
  customer: Client;
  operator: Client;
  /** One request to the gateway, for the demo app's production host unless the headers say otherwise. */
  send: (path: string, options?: CallOptions) => Promise<Answer>;
  sendWithKey: (path: string, options?: CallOptions) => Promise<Answer>;
  /** Waits until every gateway serves a change of the demo company. */
  live: (revision: number | undefined) => Promise<Liveness>;
  /** Another app of the demo company before the sample backend, live, with not one request counted yet. */
  newApp: (name: string) => Promise<NewApp>;
  /** What the platform has counted for an app. */
  counted: (appId: string) => Promise<{ requests: number; errors: number }>;
}

export interface NewApp {
  id: string;
  key: string;
  send: System['send'];
  sendWithKey: System['send'];
}

const bearer = (baseUrl: string, token: string): Client =>
  createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${token}` }) });

export async function startSystem(env: NodeJS.ProcessEnv = {}, ports?: Ports): Promise<System> {
  const stack = await startPrivateStack({ env, ...(ports && { ports }) });
  untilSpecEnds(stack.stop);
  return assemble(stack);
}

function assemble(stack: PrivateStack): System {
  const { demo } = stack;
  const customer = bearer(demo.admin, demo.customer.token);
  const live = (revision: number | undefined) => liveness(customer, revision);
  return {
    stack,
    demo,
    customer,
    operator: bearer(demo.admin, demo.operator.token),
    ...senders(stack, demo.app.host, demo.api_key),
    live,
    newApp: async (name) => {
      const { data, revision } = await customer.call(createApp, {
        body: { name, upstream_url: `http://localhost:${stack.ports.sampleBackend}` },
      });
      await live(revision);
      const key = data.first_key ?? '';
      return { id: data.id, key, ...senders(stack, `${data.slug}.localhost`, key) };
    },
    counted: (appId) => counted(customer, appId),
  };
}

function senders(stack: PrivateStack, host: string, key: string): Pick<System, 'send' | 'sendWithKey'> {
  const send: System['send'] = (path, options = {}) =>
    call(stack.ports.gateway, path, { ...options, headers: { host, ...options.headers } });
  return {
    send,
    sendWithKey: (path, options = {}) =>
      send(path, { ...options, headers: { 'x-api-key': key, ...options.headers } }),
  };
}

async function liveness(customer: Client, revision: number | undefined): Promise<Liveness> {
  if (revision === undefined) throw new Error('the change named no revision');
  return await until(async () => {
    const { data } = await customer.call(getRevision, { params: { revision } });
    return data.liveness.state === 'live' && data.liveness;
  }, `revision ${revision} to be live`);
}

async function counted(customer: Client, appId: string): Promise<{ requests: number; errors: number }> {
  const hour = 3_600_000;
  const { data } = await customer.call(usageSeries, {
    query: {
      from: new Date(Date.now() - 2 * hour).toISOString(),
      to: new Date(Date.now() + hour).toISOString(),
      step: 'hour',
      app_id: appId,
    },
  });
  return { requests: data.total.requests, errors: data.total.errors };
}
