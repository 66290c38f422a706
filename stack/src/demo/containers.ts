import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { runOnce } from '../parts/run-once.ts';
import { waitUntil } from '../system/wait.ts';
import { type DemoApp, demoApp } from './demo-app.ts';
import { invitedCustomer } from './invited-customer.ts';
import { operator, type Person, signedIn } from './people.ts';

const Passwords = z.strictObject({ operator: z.string(), customer: z.string() });

/** What compose tells the one-shot service `demo`. Addresses with a `_URL` are those inside the compose networks. */
const Settings = z.object({
  AEGIS_DEMO_ADMIN_URL: z.url(),
  AEGIS_DEMO_GATEWAY_URL: z.url(),
  AEGIS_DEMO_UPSTREAM_URL: z.url(),
  /** Kept over restarts: the passwords of the demo's people. */
  AEGIS_DEMO_DIR: z.string(),
  /** As a browser and curl on the host reach them. */
  AEGIS_PUBLIC_URL: z.url(),
  AEGIS_GATEWAY_URL: z.url(),
});
type Settings = z.infer<typeof Settings>;

/** Makes the demo in an installation of containers, waits for its first call, and says what to try. */
export async function seedContainers(environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = Settings.parse(environment);
  const adminUrl = settings.AEGIS_DEMO_ADMIN_URL;
  const passwords = keptPasswords(join(settings.AEGIS_DEMO_DIR, 'passwords.json'));
  const create = (email: string) =>
    runOnce('admin/dist/operators-create.js', ['--email', email], environment, '/dev/stderr');
  const operatorAccount = await operator(adminUrl, 'operator@aegis.example', passwords.operator, create);
  const operatorApi = signedIn(adminUrl, operatorAccount.token);
  const customer = await invitedCustomer(adminUrl, operatorApi, 'demo@aegis.example', passwords.customer);
  const app = await demoApp(signedIn(adminUrl, customer.token), settings.AEGIS_DEMO_UPSTREAM_URL);
  await waitUntil('the first call', () => proxied(settings.AEGIS_DEMO_GATEWAY_URL, app));
  console.log(announcement(settings, app, operatorAccount, customer));
}

function keptPasswords(file: string): z.infer<typeof Passwords> {
  if (existsSync(file)) return Passwords.parse(JSON.parse(readFileSync(file, 'utf8')));
  const random = () => randomBytes(15).toString('base64url');
  const passwords = { operator: random(), customer: random() };
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}

/** `fetch` does not let a caller choose the Host header. */
function proxied(gatewayUrl: string, app: DemoApp): Promise<boolean> {
  const headers = { host: app.host, 'x-api-key': app.key };
  return new Promise((resolve) => {
    const outgoing = request(gatewayUrl, { headers, timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    outgoing.once('error', () => resolve(false));
    outgoing.once('timeout', () => outgoing.destroy());
    outgoing.end();
  });
}

function announcement(settings: Settings, app: DemoApp, operatorAccount: Person, customer: Person): string {
  const { port, protocol } = new URL(settings.AEGIS_GATEWAY_URL);
  const gatewayPort = port || (protocol === 'https:' ? '443' : '80');
  return `
Aegis is running. Try a call through the gateway:

  curl http://${app.host}:${gatewayPort}/ -H 'X-API-Key: ${app.key}'
  curl -H 'Host: ${app.host}' http://127.0.0.1:${gatewayPort}/ -H 'X-API-Key: ${app.key}'

Dashboard   ${settings.AEGIS_PUBLIC_URL}
  customer  ${customer.email}  ${customer.password}
  operator  ${operatorAccount.email}  ${operatorAccount.password}
`;
}
