import type { PluginUse } from '@aegis/contracts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import type { Env } from '../../platform/env/env.ts';
import { type Owner, openedSettings, type PluginSettings } from './secrets.ts';

/** Makes of stored settings the documents' form, in a stable order so that equal settings make equal texts. */
export function usesMaker(env: Env): (plugins: PluginSettings, owner: Owner) => PluginUse[] {
  const keyring = new Keyring(env);
  return (plugins, owner) =>
    Object.entries(plugins)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, settings]) => ({ name, settings: openedSettings(keyring, owner, name, settings) }));
}

export type UsesOf = ReturnType<typeof usesMaker>;
