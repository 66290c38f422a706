import type { Stack } from '../stack.ts';
import { StartProblem } from '../system/start-problem.ts';
import { waitUntil } from '../system/wait.ts';
import { addressesOf } from './addresses.ts';
import { demoApp } from './demo-app.ts';
import { customerOwner, operator, signedIn } from './people.ts';
import { readStackFile, type StackFile, writeStackFile } from './stack-file.ts';

const CUSTOMER_EMAIL = 'demo@aegis.example';
const OPERATOR_EMAIL = 'operator@aegis.example';

/**
 * The demo, made through the public API as a newcomer would, once per data directory; `stack.json` says what came
 * of it. A start that was interrupted half-way is gone on with.
 */
export async function seedDemo(stack: Stack): Promise<StackFile> {
  const file = stack.data.file('stack.json');
  const earlier = readStackFile(file);
  const made = earlier ?? (await make(stack));
  const content = {
    ...made,
    ...addressesOf(stack.ports),
    postgres: stack.postgres.url,
    redis: stack.redis.url,
  };
  writeStackFile(file, content);
  return content;
}

async function make(stack: Stack): Promise<StackFile> {
  const adminUrl = `http://127.0.0.1:${stack.ports.admin}`;
  const { operator_password, customer_password } = stack.secrets;
  const customer = await customerOwner(adminUrl, CUSTOMER_EMAIL, customer_password);
  const create = (email: string) =>
    stack.adminCommand('operators-create', ['--email', email]).catch((problem: unknown) => {
      if (problem instanceof StartProblem) return '';
      throw problem;
    });
  const upstream = `http://localhost:${stack.ports.sampleBackend}`;
  const [{ id, slug, host, key }, operatorAccount] = await Promise.all([
    demoApp(signedIn(adminUrl, customer.token), upstream),
    operator(adminUrl, OPERATOR_EMAIL, operator_password, create),
  ]);
  return {
    ...addressesOf(stack.ports),
    postgres: stack.postgres.url,
    redis: stack.redis.url,
    operator: operatorAccount,
    customer,
    app: { id, slug, host },
    api_key: key,
    jwt: null,
  };
}

/** The first proxied call: from here on the printed curl works. */
export async function untilProxied(stack: Stack, demo: StackFile): Promise<void> {
  const url = `http://127.0.0.1:${stack.ports.gateway}/`;
  let last = 'no answer';
  const proxied = async () => {
    last = await call(url, demo.app.host, demo.api_key);
    return last === '200';
  };
  await waitUntil('the first call through the gateway', proxied).catch(() => {
    throw new StartProblem(
      `The gateway does not serve the demo: its last answer was ${last}. See ${stack.data.log('gateway')}`,
    );
  });
}

/** `fetch` does not let a caller choose the Host header. */
async function call(url: string, host: string, key: string): Promise<string> {
  const { request } = await import('node:http');
  return await new Promise((resolve) => {
    const outgoing = request(url, { headers: { host, 'x-api-key': key }, timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(String(answer.statusCode));
    });
    outgoing.once('error', (problem) => resolve(problem.message));
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.end();
  });
}
