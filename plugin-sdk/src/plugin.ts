import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_PLUGIN_SOURCE_BYTES, PluginFile } from '@aegis/contracts';
import { z } from 'zod';

/** A plugin's folder, read and checked: what `aegis plugin install` sends. */
export interface Plugin {
  /** `plugin.json` */
  manifest: PluginFile;
  /** `init.lua` */
  source: string;
}

/** What is wrong with a plugin's folder, for its author to repair. */
export class PluginMistake extends Error {
  override readonly name = 'PluginMistake';
}

function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw new PluginMistake(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function manifestOf(text: string): PluginFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PluginMistake(`plugin.json is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = PluginFile.safeParse(value);
  if (!parsed.success) throw new PluginMistake(`plugin.json:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** @throws PluginMistake when a file is missing or says what no plugin can be */
export function readPlugin(folder: string): Plugin {
  const manifest = manifestOf(read(folder, 'plugin.json'));
  const source = read(folder, 'init.lua');
  const bytes = Buffer.byteLength(source);
  if (bytes === 0 || bytes > MAX_PLUGIN_SOURCE_BYTES) {
    throw new PluginMistake(
      `init.lua has ${bytes} bytes; at least 1 and at most ${MAX_PLUGIN_SOURCE_BYTES}.`,
    );
  }
  return { manifest, source };
}
