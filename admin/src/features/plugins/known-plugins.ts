import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { installedManifests } from './installed.ts';
import type { ManifestFile } from './manifests.ts';
import { PluginCatalogue } from './plugin-catalogue.ts';
import { type Owner, type PluginSettings, reservedNames, sealedPlugins, withKept } from './secrets.ts';

/** Settings that were sent, as they are stored beside or in the place of `stored`. @throws Problem invalid_input */
export type Acceptance = (owner: Owner, stored: PluginSettings) => PluginSettings;

/** Every plugin that can be used now: the built-in ones and the installed ones. */
@Injectable()
export class KnownPlugins {
  constructor(
    private readonly db: Database,
    private readonly catalogue: PluginCatalogue,
    private readonly keyring: Keyring,
  ) {}

  /** By name. A built-in plugin takes the place of an installed one of its name. */
  async all(): Promise<ManifestFile[]> {
    const { builtIn } = this.catalogue;
    const others = (await this.#installed()).filter(({ name }) => !this.catalogue.isBuiltIn(name));
    return [...builtIn, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Makes of settings what is stored: checked, with the schemas' defaults, secrets sealed for their owner. A secret that
   * is sent as `{ "$set": true }` stays what it is in `stored`. Made before the transaction that writes them.
   * @throws Problem invalid_input below `pointer`
   */
  async accept(plugins: PluginSettings, pointer = '/plugins'): Promise<Acceptance> {
    const errors = reservedNames(plugins, pointer);
    if (errors.length > 0) throw new Problem('invalid_input', { errors });
    const foreign = Object.keys(plugins).some((name) => !this.catalogue.isBuiltIn(name));
    const installed = foreign ? await this.#installed() : [];
    const manifests = [...this.catalogue.builtIn, ...installed];
    return (owner, stored) => {
      const plain = withKept(this.keyring, owner, plugins, stored);
      return sealedPlugins(this.keyring, owner, this.catalogue.check(plain, pointer, installed), manifests);
    };
  }

  #installed() {
    return this.db.asPlatform('every company may use what operators installed', installedManifests);
  }
}
