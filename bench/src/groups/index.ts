import { appsGroup } from './apps.ts';
import type { Group } from './group.ts';
import { latencyGroup } from './latency.ts';
import { limitsGroup } from './limits.ts';
import { mainGroup } from './main.ts';
import { platformGroup } from './platform.ts';
import { pluginsGroup } from './plugins.ts';
import { routesGroup } from './routes.ts';
import { tokensGroup } from './tokens.ts';

/** In the order of the report. */
export const groups = {
  main: mainGroup,
  latency: latencyGroup,
  tokens: tokensGroup,
  limits: limitsGroup,
  plugins: pluginsGroup,
  routes: routesGroup,
  apps: appsGroup,
  platform: platformGroup,
} as const satisfies Record<string, Group>;
export type GroupName = keyof typeof groups;
export const groupNames = Object.keys(groups) as GroupName[];
