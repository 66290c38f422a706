import { request } from 'node:http';
import { ProblemError } from '@aegis/contracts';
import type { Stack } from '../stack.ts';
import { StartProblem } from '../system/start-problem.ts';
import { waitUntil } from '../system/wait.ts';
import { addressesOf } from './addresses.ts';
import { demoApp } from './demo-app.ts';
import { demoIssuer, demoToken } from './demo-issuer.ts';
import { demoTenant } from './demo-tenant.ts';
import { followBackend } from './moved-backend.ts';
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
  const made = earlier ? await moved(stack, earlier) : await make(stack);
  writeStackFile(file, made);
  return made;
}

/** The demo of an earlier start at the addresses of this one. */
async function moved(stack: Stack, earlier: StackFile): Promise<StackFile> {
  const now = {
    ...earlier,
    ...addressesOf(stack.ports),
    postgres: stack.postgres.url,
    redis: stack.redis.url,
    jwt: demoToken(stack.secrets.demo_jwt_secret),
  };
  const api = signedIn(adminUrlOf(stack), earlier.customer.token);
  await followBackend(api, earlier.app.id, earlier.sample_backend, now.sample_backend).catch(
    (problem: unknown) => {
      // The demo belongs to whoever plays with it: a deleted app or a revoked token is no reason not to start.
      if (!(problem instanceof ProblemError)) throw problem;
    },
  );
  return now;
}

const adminUrlOf = (stack: Stack) => `http://127.0.0.1:${stack.ports.admin}`;

async function make(stack: Stack): Promise<StackFile> {
  const adminUrl = adminUrlOf(stack);
  const { operator_password, customer_password, demo_jwt_secret } = stack.secrets;
  const customer = await customerOwner(adminUrl, CUSTOMER_EMAIL, customer_password);
  const create = (email: string) =>
    stack.adminCommand('operators-create', ['--email', email]).catch((problem: unknown) => {
      if (problem instanceof StartProblem) return '';
      throw problem;
    });
  const upstream = `http://localhost:${stack.ports.sampleBackend}`;
  const api = signedIn(adminUrl, customer.token);
  const [{ id, slug, host, key }, operatorAccount] = await Promise.all([
    demoApp(api, upstream),
    operator(adminUrl, OPERATOR_EMAIL, operator_password, create),
  ]);
  await demoIssuer(api, id, demo_jwt_secret);
  await demoTenant(api, id);
  return {
    ...addressesOf(stack.ports),
    postgres: stack.postgres.url,
    redis: stack.redis.url,
    operator: operatorAccount,
    customer,
    app: { id, slug, host },
    api_key: key,
    jwt: demoToken(demo_jwt_secret),
  };
}

/**
 * Waits for the first proxied calls: from here on the printed ones work, with the key and with the token.
 * @returns undefined then, or what the gateway answered last instead
 */
export async function untilProxied(stack: Stack, demo: StackFile): Promise<string | undefined> {
  const url = `http://127.0.0.1:${stack.ports.gateway}/`;
  let last = '';
  const passes = async (credential: Record<string, string>) => {
    last = await call(url, { host: demo.app.host, ...credential });
    // Over the limit is through, too.
    return last === '200' || last === '429';
  };
  const proxied = async () =>
    (await passes({ 'x-api-key': demo.api_key })) && (await passes({ authorization: `Bearer ${demo.jwt}` }));
  const patience = { timeoutMs: 30_000, everyMs: 100 };
  return await waitUntil('the first call', proxied, patience).then(
    () => undefined,
    () => last,
  );
}

/** `fetch` does not let a caller choose the Host header. */
function call(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(url, { headers, timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(String(answer.statusCode));
    });
    outgoing.once('error', (problem) => resolve(problem.message));
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.end();
  });
}
