import { createApp, createRoute } from '@aegis/contracts';
import { createCompany, createOperatorAccount } from './people.ts';
import type { RefusalWorld } from './refusals.ts';
import { startTestApp } from './test-app.ts';

/** A running service with two companies and an operator: what every spec of an endpoint begins with. */
export async function startWorld(overrides: Record<string, string> = {}): Promise<RefusalWorld> {
  const app = await startTestApp(overrides);
  return {
    app,
    company: await createCompany(app),
    stranger: await createCompany(app),
    operator: await createOperatorAccount(app, 'owner'),
  };
}

let made = 0;

/** An app of the first company, ready for traffic. */
export async function newApp(world: RefusalWorld) {
  made += 1;
  const body = { name: `App ${made}`, upstream_url: 'http://localhost:4000' };
  return (await world.company.owner.call(createApp, { body })).data;
}

/** A route of that app. */
export async function newRoute(world: RefusalWorld, appId: string, name: string) {
  const input = { params: { app_id: appId }, body: { name, path: `/${name}` } };
  return (await world.company.owner.call(createRoute, input)).data;
}
