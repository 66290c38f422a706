import type { PluginUse } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Secret } from '../../publishing/seal.ts';
import { installedManifests } from './installed.ts';
import { type ManifestFile, manifests } from './manifests.ts';

/** Plugin name → settings, as the API has them. */
export type PluginSettings = Record<string, Record<string, unknown>>;

function withSecrets(
  manifest: ManifestFile | undefined,
  settings: Record<string, unknown>,
): Record<string, unknown> {
  const marked = (manifest?.secrets ?? []).flatMap((field) => {
    const plain = settings[field];
    return typeof plain === 'string' ? [[field, new Secret(plain)] as const] : [];
  });
  return { ...settings, ...Object.fromEntries(marked) };
}

/** Makes of settings the documents' form, in a stable order so that equal settings make equal texts. */
export async function usesMaker(tx: Tx): Promise<(plugins: PluginSettings) => PluginUse[]> {
  const known = new Map([...(await installedManifests(tx)), ...manifests()].map((one) => [one.name, one]));
  return (plugins) =>
    Object.entries(plugins)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, settings]) => ({ name, settings: withSecrets(known.get(name), settings) }));
}
