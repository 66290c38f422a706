import { createHmac } from 'node:crypto';
import {
  type Client,
  createJwtIssuer,
  getRoute,
  listJwtIssuers,
  listRoutes,
  RouteBody,
  replaceRoute,
} from '@aegis/contracts';

const NAME = 'demo';
const ISSUER = 'https://id.demo.example';
const TOKEN_DAYS = 365;

/** The demo app believes tokens beside keys: an identity provider with a shared secret, and a route that takes either. */
export async function demoIssuer(api: Client, appId: string, secret: string): Promise<void> {
  const params = { app_id: appId };
  const { data } = await api.call(listJwtIssuers, { params, query: {} });
  if (!data.items.some(({ name }) => name === NAME)) {
    const source = { kind: 'secret', secret } as const;
    await api.call(createJwtIssuer, { params, body: { name: NAME, issuer: ISSUER, source } });
  }
  await takeTokens(api, appId);
}

/** Routes that still ask for a key, as the app was made with. */
async function takeTokens(api: Client, appId: string): Promise<void> {
  const { data } = await api.call(listRoutes, { params: { app_id: appId }, query: {} });
  for (const { id, auth } of data.items) {
    if (auth !== 'api_key') continue;
    const params = { app_id: appId, id };
    const { data: route, etag } = await api.call(getRoute, { params });
    const body = RouteBody.strip().parse({ ...route, auth: 'any' });
    await api.call(replaceRoute, { params, body, ...(etag && { ifMatch: etag }) });
  }
}

/** A token of the user `ann` of the tenant `acme`, for a year from now (RFC 7519, HS256). */
export function demoToken(secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: ISSUER, sub: 'ann', tenant_id: 'acme', iat: now, exp: now + TOKEN_DAYS * 86_400 };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
