import { type Client, getAppPlugins, getConfig, replaceAppPlugins, replaceConfig } from '@aegis/contracts';
import { usageError } from '../errors.ts';
import { findApp } from '../lookup.ts';
import { document } from '../terminal/input.ts';

export type Plugins = Record<string, Record<string, unknown>>;

/** Settings as flags give them. @throws FixableError when they are no object */
export async function pluginSettings(flags: {
  file?: string | undefined;
  settings?: string | undefined;
}): Promise<Record<string, unknown>> {
  const fromFile = flags.file === undefined ? {} : await document(flags.file);
  if (flags.settings === undefined) return fromFile;
  try {
    const value: unknown = JSON.parse(flags.settings);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ...fromFile, ...value };
  } catch {
    // Said below.
  }
  throw usageError('--settings is no JSON object.', `For example: --settings '{"max_body_bytes": 1000}'`);
}

/** The change of the plugins of an app, or of the platform where none is wanted, that leaves all others as they are. */
export const pluginSwitch = (api: Client, app: string | undefined, change: (plugins: Plugins) => Plugins) =>
  app === undefined ? platformSwitch(api, change) : appSwitch(api, app, change);

async function appSwitch(api: Client, wanted: string, change: (plugins: Plugins) => Plugins) {
  const { data: app } = await findApp(api, wanted);
  const params = { app_id: app.id };
  const { data, etag } = await api.call(getAppPlugins, { params });
  const input = { params, body: { plugins: change(data.plugins) }, ifMatch: etag };
  return { operation: replaceAppPlugins, input, where: `app ${app.slug}`, before: { plugins: data.plugins } };
}

async function platformSwitch(api: Client, change: (plugins: Plugins) => Plugins) {
  const { data, etag } = await api.call(getConfig);
  const config = { ...data.config, plugins: change(data.config.plugins) };
  const before = { config: data.config };
  return {
    operation: replaceConfig,
    input: { body: { config }, ifMatch: etag },
    where: 'the platform',
    before,
  };
}

/** Without the plugin. @throws FixableError when it is not switched on there */
export function without(name: string): (plugins: Plugins) => Plugins {
  return ({ [name]: found, ...others }) => {
    if (found) return others;
    throw usageError(
      `${name} is not switched on there.`,
      '`aegis plugin list` shows where plugins are used.',
    );
  };
}
