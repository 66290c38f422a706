import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { installedManifests } from './installed.ts';
import type { ManifestFile } from './manifests.ts';
import { PluginCatalogue } from './plugin-catalogue.ts';
import type { PluginSettings } from './uses.ts';

/** Every plugin that can be used now: the built-in ones and the installed ones. */
@Injectable()
export class KnownPlugins {
  constructor(
    private readonly db: Database,
    private readonly catalogue: PluginCatalogue,
  ) {}

  /** By name. A built-in plugin takes the place of an installed one of its name. */
  async all(): Promise<ManifestFile[]> {
    const { builtIn } = this.catalogue;
    const others = (await this.#installed()).filter(({ name }) => !this.catalogue.isBuiltIn(name));
    return [...builtIn, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The settings with the schemas' defaults filled in. @throws Problem invalid_input below `pointer` */
  async check(plugins: PluginSettings, pointer?: string): Promise<PluginSettings> {
    const foreign = Object.keys(plugins).some((name) => !this.catalogue.isBuiltIn(name));
    return this.catalogue.check(plugins, pointer, foreign ? await this.#installed() : []);
  }

  #installed() {
    return this.db.asPlatform('every company may use what operators installed', installedManifests);
  }
}
