import type { HttpMethod, RouteAuthorization } from '@aegis/contracts';

export interface RouteRow {
  name: string;
  path: string;
  settings: {
    methods: readonly HttpMethod[];
    priority: number;
    conditions?: unknown;
    permission?: string;
    authorize?: RouteAuthorization;
  };
}

export interface Match {
  route: RouteRow;
  /** Values of the path's parameters, decoded. */
  params: Record<string, string>;
}

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** `/orders/:id` and `/files/*` against a path's segments; a star also takes nothing. */
function paramsOf(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const steps = pattern.split('/').slice(1);
  const open = steps.at(-1) === '*';
  if (open) steps.pop();
  if (open ? segments.length < steps.length : segments.length !== steps.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, step] of steps.entries()) {
    const segment = segments[i] ?? '';
    if (step.startsWith(':') && segment !== '') params[step.slice(1)] = decoded(segment);
    else if (step !== decoded(segment)) return undefined;
  }
  return params;
}

/** From the left, a literal before a parameter before the star. */
const specificity = (pattern: string): string =>
  pattern
    .split('/')
    .slice(1)
    .map((step) => (step === '*' ? '2' : step.startsWith(':') ? '1' : '0'))
    .join('');

const takes = ({ settings }: RouteRow, method: HttpMethod): boolean =>
  settings.methods.length === 0 ||
  settings.methods.includes(method) ||
  (method === 'HEAD' && settings.methods.includes('GET'));

/** As the gateway prefers them: priority, then how specific the pattern is, then named methods. */
function preferred(a: Match, b: Match): number {
  const byPattern = specificity(a.route.path).localeCompare(specificity(b.route.path));
  const anyMethod = ({ route }: Match) => (route.settings.methods.length === 0 ? 1 : 0);
  return b.route.settings.priority - a.route.settings.priority || byPattern || anyMethod(a) - anyMethod(b);
}

/** The route that takes a call, among those without conditions on host, headers and query. */
export function matchingRoute(
  routes: readonly RouteRow[],
  method: HttpMethod,
  target: string,
): Match | undefined {
  // Dot segments resolved and slashes merged, as the gateway reads a path.
  const { pathname } = new URL(`http://x${target.replace(/\/+/g, '/')}`);
  const segments = pathname.split('/').slice(1);
  return routes
    .filter((route) => route.settings.conditions === undefined && takes(route, method))
    .flatMap((route) => {
      const params = paramsOf(route.path, segments);
      return params ? [{ route, params }] : [];
    })
    .toSorted(preferred)[0];
}
