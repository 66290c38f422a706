import { RouteAuth, RouteAuthorization } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { fileFlag } from '../flags.ts';
import { document } from '../terminal/input.ts';
import { keyedJson, withoutAbsent } from './merge.ts';

export const routeFlags = {
  ...fileFlag,
  path: Flags.string({ description: 'Path pattern: /orders/:id, /files/*' }),
  method: Flags.string({
    char: 'm',
    multiple: true,
    description: 'Method; repeat for more, leave out for all.',
  }),
  auth: Flags.option({ options: RouteAuth.options })({
    description: 'How callers authenticate; any takes a key or a token, both wants the two.',
  }),
  permission: Flags.string({ description: 'What the caller must be allowed: orders:read' }),
  authorize: Flags.option({ options: RouteAuthorization.options })({
    description: 'What decides over the permission; off asks for none.',
  }),
  upstream: Flags.string({ description: 'Name of the upstream.' }),
  limit: Flags.string({
    char: 'l',
    multiple: true,
    description: 'Name of a limit; repeat for more. Replaces all.',
  }),
  plugin: Flags.string({
    multiple: true,
    description: 'name={"its":"settings"} as JSON; repeat for more. Replaces all.',
  }),
  priority: Flags.integer({ description: 'Higher is tried first.' }),
  cost: Flags.integer({ min: 0, description: 'What each request counts in limits.' }),
  'cost-header': Flags.string({
    description:
      "Header of the backend's answer that says what the request cost; NAME:remove hides it from clients.",
  }),
  'strip-prefix': Flags.string({ description: 'Leading part of the path that the backend does not see.' }),
};

export interface RouteFlags {
  file?: string | undefined;
  path?: string | undefined;
  method?: string[] | undefined;
  auth?: RouteAuth | undefined;
  permission?: string | undefined;
  authorize?: RouteAuthorization | undefined;
  upstream?: string | undefined;
  limit?: string[] | undefined;
  plugin?: string[] | undefined;
  priority?: number | undefined;
  cost?: number | undefined;
  'cost-header'?: string | undefined;
  'strip-prefix'?: string | undefined;
}

/** `x-cost`, `x-cost:remove`. */
function costHeader(text: string | undefined): { name: string; remove: boolean } | undefined {
  if (text === undefined) return undefined;
  const [name = '', remove] = text.toLowerCase().split(':', 2);
  return { name, remove: remove === 'remove' };
}

/** Fields that the file and the flags name; flags win. */
export async function routeChanges(flags: RouteFlags): Promise<Record<string, unknown>> {
  return {
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      path: flags.path,
      methods: flags.method?.map((method) => method.toUpperCase()),
      auth: flags.auth,
      permission: flags.permission,
      authorize: flags.authorize,
      upstream: flags.upstream,
      limits: flags.limit,
      plugins: keyedJson(flags.plugin),
      priority: flags.priority,
      cost: flags.cost,
      cost_header: costHeader(flags['cost-header']),
      strip_prefix: flags['strip-prefix'],
    }),
  };
}
