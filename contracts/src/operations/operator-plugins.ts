import { z } from 'zod';
import { PluginFailure } from '../gateway-reports.ts';
import { Liveness, Moment, operation, operatorAccess } from '../operation.ts';
import { MAX_PLUGIN_SOURCE_BYTES, PluginFile, PluginName } from '../plugin-manifest.ts';
import { PluginPlace } from '../vocabulary.ts';

/** Plugins as operators see them: the built-in ones, and those that they installed themselves. */

export const OperatorPlugin = z.strictObject({
  name: z.string(),
  version: z.string(),
  summary: z.string(),
  place: PluginPlace,
  built_in: z.boolean(),
  installed_at: Moment.optional(),
  installed_by: z.string().optional(),
  /** Where it is switched on. */
  uses: z.strictObject({ platform: z.boolean(), apps: z.int(), routes: z.int() }),
  /** What gateways that are up say of this version. */
  failures: z.array(
    PluginFailure.omit({ plugin: true, version: true, at: true }).extend({ gateway: z.string(), at: Moment }),
  ),
  /** Of its code; absent for built-in ones. */
  liveness: Liveness.optional(),
});
export type OperatorPlugin = z.infer<typeof OperatorPlugin>;

const params = z.strictObject({ name: PluginName });

export const listOperatorPlugins = operation({
  id: 'operator_plugins.list',
  method: 'GET',
  path: '/operator/plugins',
  summary: 'Plugins of this platform with where they are used and how they fail',
  access: operatorAccess('plugins', 'read'),
  response: z.strictObject({ items: z.array(OperatorPlugin) }),
});
export const installPlugin = operation({
  id: 'operator_plugins.install',
  method: 'PUT',
  path: '/operator/plugins/:name',
  summary: 'Install a plugin, or another version of it, on every gateway',
  access: operatorAccess('plugins', 'write'),
  params,
  body: z.strictObject({
    manifest: PluginFile,
    /** Text of `init.lua`. */
    source: z
      .string()
      .min(1)
      .refine((text) => new TextEncoder().encode(text).length <= MAX_PLUGIN_SOURCE_BYTES, {
        message: `more than ${MAX_PLUGIN_SOURCE_BYTES} bytes`,
      }),
  }),
  response: OperatorPlugin,
  errors: ['conflict', 'in_use'],
});
export const removePlugin = operation({
  id: 'operator_plugins.remove',
  method: 'DELETE',
  path: '/operator/plugins/:name',
  summary: 'Remove an installed plugin that nothing uses',
  access: operatorAccess('plugins', 'delete'),
  params,
  errors: ['in_use'],
});

export const operatorPluginOperations = { listOperatorPlugins, installPlugin, removePlugin };
