import type { PluginUse } from '@aegis/contracts';
import { Secret } from '../../publishing/seal.ts';
import { manifests } from './manifests.ts';

/** Plugin name → settings, as the API has them. */
export type PluginSettings = Record<string, Record<string, unknown>>;

function withSecrets(name: string, settings: Record<string, unknown>): Record<string, unknown> {
  const secrets = manifests().find((manifest) => manifest.name === name)?.secrets ?? [];
  const marked = secrets.flatMap((field) => {
    const plain = settings[field];
    return typeof plain === 'string' ? [[field, new Secret(plain)] as const] : [];
  });
  return { ...settings, ...Object.fromEntries(marked) };
}

/** The same in the documents' form, in a stable order so that equal settings make equal texts. */
export const usesOf = (plugins: PluginSettings): PluginUse[] =>
  Object.entries(plugins)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, settings]) => ({ name, settings: withSecrets(name, settings) }));
