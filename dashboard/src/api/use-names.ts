import {
  type App,
  type listLimits,
  type listQuotas,
  type listRoles,
  type listTenantTiers,
  type listUpstreams,
} from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { read } from './query.ts';
import { useCustomer } from './use-session.ts';

type NamedParts =
  | typeof listLimits
  | typeof listQuotas
  | typeof listRoles
  | typeof listTenantTiers
  | typeof listUpstreams;

/** Names of an app's limits, roles or their like, to choose from: as many as one call answers, none while it is asked. */
export function useNames(app: App, parts: NamedParts): string[] {
  const { slug } = useCustomer();
  const { data } = useQuery(read(slug, parts, { params: { app_id: app.id }, query: { limit: 200 } }));
  return data?.data.items.map(({ name }) => name) ?? [];
}
