import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginPlace } from '@aegis/contracts';
import { renderPluginScaffold } from '@aegis/gateway-templates';

/**
 * Makes the folder of a new plugin: manifest, code and a test that passes.
 * @returns the files that were written
 * @throws ZodError for a name that no plugin can have; EEXIST where the folder is there already
 */
export function createPlugin(folder: string, name: string, place: PluginPlace): string[] {
  const files = Object.entries(renderPluginScaffold(name, place));
  mkdirSync(folder);
  return files.map(([file, text]) => {
    const path = join(folder, file);
    writeFileSync(path, text);
    return path;
  });
}
