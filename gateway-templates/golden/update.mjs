// Writes the expected texts anew after a wanted change of the templates; read the difference before you commit it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NginxSettings } from '@aegis/contracts';
import { renderNginxConf } from '@aegis/gateway-templates';

const folder = import.meta.dirname;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const settings = NginxSettings.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  writeFileSync(join(folder, file.replace('.json', '.conf')), renderNginxConf(settings));
}
