import {
  type App,
  type Client,
  createApp,
  createKey,
  createLimit,
  listApps,
  listLimits,
} from '@aegis/contracts';

const SLUG = 'demo';
export const DEMO_LIMIT = { name: 'demo', amount: 600, period_ms: 60_000 } as const;

export interface DemoApp {
  id: string;
  slug: string;
  host: string;
  key: string;
}

/** The app in front of the sample backend: upstream, catch-all route, a key, 600 requests a minute. */
export async function demoApp(api: Client, upstreamUrl: string): Promise<DemoApp> {
  const { app, key } = (await existing(api)) ?? (await create(api, upstreamUrl));
  await ensureLimit(api, app.id);
  const host =
    app.environments.find(({ name }) => name === 'production')?.hosts[0] ?? `${app.slug}.localhost`;
  return { id: app.id, slug: app.slug, host, key };
}

async function create(api: Client, upstreamUrl: string): Promise<{ app: App; key: string }> {
  const body = { name: 'Demo', slug: SLUG, upstream_url: upstreamUrl };
  const { data } = await api.call(createApp, { body });
  return { app: data, key: data.first_key ?? (await anotherKey(api, data.id)) };
}

/** An earlier start made the app but could not write down its key, which is shown once: make another. */
async function existing(api: Client): Promise<{ app: App; key: string } | undefined> {
  const { data } = await api.call(listApps, { query: {} });
  const app = data.items.find(({ slug }) => slug === SLUG);
  return app && { app, key: await anotherKey(api, app.id) };
}

async function anotherKey(api: Client, appId: string): Promise<string> {
  const body = { name: `demo ${new Date().toISOString()}`, environment: 'production' as const };
  const { data } = await api.call(createKey, { params: { app_id: appId }, body });
  return data.secret;
}

async function ensureLimit(api: Client, appId: string): Promise<void> {
  const params = { app_id: appId };
  const { data } = await api.call(listLimits, { params, query: {} });
  if (data.items.some(({ name }) => name === DEMO_LIMIT.name)) return;
  await api.call(createLimit, { params, body: { ...DEMO_LIMIT, by: ['key'], applies_to_app: true } });
}
