import {
  type Answer,
  type ApiKey,
  type App,
  type Client,
  type Environment,
  getApp,
  getCustomerAsOperator,
  getKey,
  type JwtIssuer,
  type Limit,
  listApps,
  listJwtIssuers,
  listKeys,
  listLimits,
  listQuotas,
  listRoles,
  listRoutes,
  listTenantTiers,
  listUpstreams,
  type Quota,
  type Role,
  type Route,
  type TenantTier,
  type Upstream,
} from '@aegis/contracts';
import { FixableError, notFoundError, usageError } from './errors.ts';

/** Finding things by the names that people use. */

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isId = (text: string): boolean => uuid.test(text);

export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
  search?: string | undefined;
  sort?: string | undefined;
}
export type FetchPage<T> = (query: PageQuery) => Promise<Answer<{ items: T[]; next?: string | undefined }>>;

/** Most items that one call answers. */
export const pageSize = 200;

/** Items page by page, asking for no more than wanted. */
export async function collect<T>(fetch: FetchPage<T>, wanted: number, query: Partial<PageQuery> = {}) {
  const items: T[] = [];
  let next: string | undefined;
  do {
    const limit = Math.min(pageSize, wanted - items.length);
    const { data } = await fetch({ ...query, limit, cursor: next });
    items.push(...data.items);
    next = data.next;
  } while (next !== undefined && items.length < wanted);
  return { items, next };
}

/** The app of `--app`, or the only one there is. */
export async function findApp(api: Client, wanted: string | undefined): Promise<Answer<App>> {
  const slugOrId = wanted ?? (await onlyApp(api));
  try {
    return await api.call(getApp, { params: { id: slugOrId } });
  } catch (error) {
    throw isNotFound(error)
      ? notFoundError(`There is no app "${slugOrId}".`, '`aegis apps list` shows them.')
      : error;
  }
}

/** The id of the app of `--app` where that only narrows a list. @returns undefined for all apps */
export async function findAppId(api: Client, wanted: string | undefined): Promise<string | undefined> {
  return wanted === undefined ? undefined : (await findApp(api, wanted)).data.id;
}

async function onlyApp(api: Client): Promise<string> {
  const { items } = (await api.call(listApps, { query: { limit: 2 } })).data;
  const [app, another] = items;
  if (!app)
    throw notFoundError('There is no app yet.', 'Make one: `aegis apps create "My API" --upstream <url>`');
  if (another)
    throw usageError('Which app?', 'Name it with --app or AEGIS_APP; `aegis apps list` shows them.');
  return app.id;
}

const isNotFound = (error: unknown): boolean =>
  error instanceof FixableError && error.fix.code === 'not_found';

interface Named {
  id: string;
  name: string;
}

/** One thing of a list by id or exact name. @throws FixableError when there is none, or more than one */
export async function findNamed<T extends Named>(
  what: string,
  wanted: string,
  fetch: FetchPage<T>,
): Promise<T> {
  const search = isId(wanted) ? undefined : wanted;
  const { items } = await collect(fetch, Number.POSITIVE_INFINITY, { search });
  const found = items.filter(({ id, name }) => id === wanted || name === wanted);
  const [first, second] = found;
  if (!first)
    throw notFoundError(`There is no ${what} "${wanted}".`, 'The matching `list` command shows them.');
  if (second) {
    const ids = found.map(({ id }) => id).join(', ');
    throw usageError(`${found.length} are named "${wanted}".`, `Use the id: ${ids}`);
  }
  return first;
}

/** One upstream by name within its environment, where names are unique. */
export async function findUpstream(
  api: Client,
  appId: string,
  environment: Environment,
  wanted: string,
): Promise<Upstream> {
  const params = { app_id: appId };
  return await findNamed(`${environment} upstream`, wanted, (query) =>
    api.call(listUpstreams, { params, query: { ...query, environment } }),
  );
}

/** One API key by id or name; a name alone means a key that still works. */
export async function findKey(api: Client, appId: string, wanted: string): Promise<ApiKey> {
  const params = { app_id: appId };
  if (isId(wanted)) return (await api.call(getKey, { params: { ...params, id: wanted } })).data;
  return await findNamed('active key', wanted, (query) =>
    api.call(listKeys, { params, query: { ...query, status: 'active' } }),
  );
}

/** One route of an app by id or name. */
export const findRoute = (api: Client, appId: string, wanted: string): Promise<Route> =>
  findNamed('route', wanted, (query) => api.call(listRoutes, { params: { app_id: appId }, query }));

/** One limit of an app by id or name. */
export const findLimit = (api: Client, appId: string, wanted: string): Promise<Limit> =>
  findNamed('limit', wanted, (query) => api.call(listLimits, { params: { app_id: appId }, query }));

/** One quota of an app by id or name. */
export const findQuota = (api: Client, appId: string, wanted: string): Promise<Quota> =>
  findNamed('quota', wanted, (query) => api.call(listQuotas, { params: { app_id: appId }, query }));

/** One role of an app by id or name. */
export const findRole = (api: Client, appId: string, wanted: string): Promise<Role> =>
  findNamed('role', wanted, (query) => api.call(listRoles, { params: { app_id: appId }, query }));

/** One tenant tier of an app by id or name. */
export const findTier = (api: Client, appId: string, wanted: string): Promise<TenantTier> =>
  findNamed('tenant tier', wanted, (query) =>
    api.call(listTenantTiers, { params: { app_id: appId }, query }),
  );

/** One identity provider of an app by id or name. */
export const findIssuer = (api: Client, appId: string, wanted: string): Promise<JwtIssuer> =>
  findNamed('identity provider', wanted, (query) =>
    api.call(listJwtIssuers, { params: { app_id: appId }, query }),
  );

/** A company by id or slug, for operators. */
export async function findCustomer(api: Client, wanted: string) {
  try {
    return (await api.call(getCustomerAsOperator, { params: { id: wanted } })).data;
  } catch (error) {
    const next = '`aegis customers list` shows them.';
    throw isNotFound(error) ? notFoundError(`There is no company "${wanted}".`, next) : error;
  }
}
