import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PluginManifest } from '@aegis/contracts';
import { z } from 'zod';

/** `plugin.json` of a plugin's folder. */
const ManifestFile = PluginManifest.extend({
  /** Phases of a request that the gateway calls it in. */
  phases: z.array(z.string()).min(1),
  /** Settings that only gateways may read; they are sealed inside documents. */
  secrets: z.array(z.string()),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** Folder of the built-in plugins, whether this runs from `src` or from `dist`. */
const builtIn = join(import.meta.dirname, '..', '..', '..', '..', 'lua', 'aegis', 'plugins');

/**
 * Every plugin's manifest, by name. A broken folder fails the start with its name: a plugin that is silently missing
 * would leave routes without what their owners switched on.
 */
export function readManifests(folder: string): ManifestFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readManifest(folder, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readManifest(folder: string, name: string): ManifestFile {
  try {
    const manifest = ManifestFile.parse(JSON.parse(readFileSync(join(folder, name, 'plugin.json'), 'utf8')));
    if (manifest.name !== name) throw new Error(`the manifest says "${manifest.name}"`);
    return manifest;
  } catch (error) {
    throw new Error(`plugin ${name}: ${(error as Error).message}`, { cause: error });
  }
}

let read: readonly ManifestFile[] | undefined;

/** The plugins of this installation; read once. */
export function manifests(): readonly ManifestFile[] {
  read ??= readManifests(builtIn);
  return read;
}
