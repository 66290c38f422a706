import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PluginPlace } from '@aegis/contracts';
import { PluginName } from '@aegis/contracts';
import Handlebars from 'handlebars';

const folder = join(import.meta.dirname, '..', 'templates', 'plugin');

/**
 * The files of a new plugin, by name: manifest, code and a test that passes.
 * @throws ZodError for a name that no plugin can have
 */
export function renderPluginScaffold(name: string, place: PluginPlace): Record<string, string> {
  const checked = PluginName.parse(name);
  const values = {
    name: checked,
    place,
    answers: place === 'response',
    header: checked.replaceAll('_', '-').replace(/-+$/, ''),
  };
  const files = readdirSync(folder).map((file): [string, string] => {
    const template = Handlebars.compile(readFileSync(join(folder, file), 'utf8'), {
      strict: true,
      noEscape: true,
    });
    return [basename(file, '.hbs'), template(values)];
  });
  return Object.fromEntries(files);
}
