import type { PluginManifest } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type FieldError, Problem } from '../../platform/http/problem.ts';
import { type ManifestFile, manifests } from './manifests.ts';
import type { PluginSettings } from './secrets.ts';
import { type SettingsCheck, settingsCheck } from './settings-check.ts';

/** What everybody may see of a manifest; JSON Schema's own word tells which settings are secrets. */
export function publicManifest({ phases: _, secrets, ...manifest }: ManifestFile): PluginManifest {
  const properties = (manifest.settings.properties ?? {}) as Record<string, object>;
  const marked = secrets.map((name) => [name, { ...properties[name], writeOnly: true }] as const);
  return {
    ...manifest,
    settings: { ...manifest.settings, properties: { ...properties, ...Object.fromEntries(marked) } },
  };
}

/** The built-in plugins, and the check of plugin settings. */
@Injectable()
export class PluginCatalogue {
  readonly builtIn: readonly ManifestFile[] = manifests();
  readonly #checks = new Map(this.builtIn.map(({ name, settings }) => [name, settingsCheck(settings)]));

  isBuiltIn(name: string): boolean {
    return this.#checks.has(name);
  }

  /**
   * The settings with the schemas' defaults filled in.
   * @param installed plugins of operators that may be used too
   * @throws Problem invalid_input below `pointer`
   */
  check(
    plugins: PluginSettings,
    pointer = '/plugins',
    installed: readonly ManifestFile[] = [],
  ): PluginSettings {
    const checked = structuredClone(plugins);
    const errors = Object.entries(checked).flatMap(([name, settings]): FieldError[] => {
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const check = this.#check(name, installed);
      return check ? check(settings, at) : [{ pointer: at, message: 'is no plugin of this platform' }];
    });
    if (errors.length > 0) throw new Problem('invalid_input', { errors });
    return checked;
  }

  #check(name: string, installed: readonly ManifestFile[]): SettingsCheck | undefined {
    const manifest = installed.find((one) => one.name === name);
    return this.#checks.get(name) ?? (manifest && settingsCheck(manifest.settings));
  }
}
