import { z } from 'zod';
import { customerAccess, Liveness, operation } from '../operation.ts';
import { appParams } from './app-part.ts';

/** Plugins of this platform, and their settings on an app. */

/** What stands for a secret setting in answers; sent in a change, it leaves the secret as it is. */
export const secretIsSet = { $set: true } as const;

/** Settings on an app or a route by plugin, validated against the plugin's own schema. */
export const PluginSettings = z.record(z.string().max(64), z.record(z.string(), z.unknown()));

export const PluginManifest = z.strictObject({
  name: z.string(),
  version: z.string(),
  summary: z.string(),
  place: z.enum(['early', 'main', 'response']),
  order: z.int(),
  /** JSON Schema (2020-12) of the settings, with titles and descriptions for the form. */
  settings: z.record(z.string(), z.unknown()),
});
export type PluginManifest = z.infer<typeof PluginManifest>;
export const listPlugins = operation({
  id: 'plugins.list',
  method: 'GET',
  path: '/plugins',
  summary: 'Plugins of this platform with the schema of their settings',
  access: customerAccess('plugins', 'read'),
  response: z.strictObject({ items: z.array(PluginManifest) }),
});
export const AppPlugins = z.strictObject({ plugins: PluginSettings, liveness: Liveness });
export const getAppPlugins = operation({
  id: 'plugins.get_for_app',
  method: 'GET',
  path: '/apps/:app_id/plugins',
  summary: 'Plugins switched on for the whole app',
  access: customerAccess('plugins', 'read'),
  params: appParams,
  response: AppPlugins,
  versioned: true,
});
export const replaceAppPlugins = operation({
  id: 'plugins.replace_for_app',
  method: 'PUT',
  path: '/apps/:app_id/plugins',
  summary: 'Switch plugins on or off for the whole app',
  description:
    'A secret setting is answered as {"$set": true}; sent like this, it stays as it is. Routes and the platform’s settings do the same.',
  access: customerAccess('plugins', 'write'),
  params: appParams,
  body: z.strictObject({ plugins: PluginSettings }),
  response: AppPlugins,
  versioned: true,
});
export const purgeCache = operation({
  id: 'plugins.purge_cache',
  method: 'POST',
  path: '/apps/:app_id/cache/purge',
  summary: 'Forget every answer that response_cache keeps for the app, on all gateways',
  access: customerAccess('plugins', 'write'),
  params: appParams,
  response: z.strictObject({ liveness: Liveness }),
});

export const appPluginOperations = {
  listPlugins,
  getAppPlugins,
  replaceAppPlugins,
  purgeCache,
};
