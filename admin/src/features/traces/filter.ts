import type { Environment, SampleSummary } from '@aegis/contracts';
import type { CustomerContext } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';

/** What a list or log of samples can be narrowed to. */
export interface Filter {
  environment?: Environment | undefined;
  status_class?: number | undefined;
  code?: string | undefined;
  route_id?: string | undefined;
}

/** The one environment that a token is limited to. */
export const environmentOf = ({ credential }: CustomerContext): Environment | undefined =>
  credential.kind === 'token' ? credential.environment : undefined;

/** A token that is limited to one environment sees that one alone. */
export function wantedBy(ctx: CustomerContext, { environment, status_class, code, route_id }: Filter) {
  const only = environmentOf(ctx);
  return (summary: SampleSummary): boolean =>
    (only === undefined || summary.environment === only) &&
    (environment === undefined || summary.environment === environment) &&
    (status_class === undefined || Math.floor(summary.status / 100) === status_class) &&
    (code === undefined || summary.code === code) &&
    (route_id === undefined || summary.route_id === route_id);
}

/** Places in an app's stream are Redis' own ids. @throws Problem invalid_input that points at the parameter */
export function assertPlace(pointer: '/cursor' | '/after', place: string | undefined): void {
  if (place !== undefined && !/^\d{1,15}-\d{1,15}$/.test(place))
    throw Problem.invalid(pointer, 'is not a place of this list; start again without it');
}
