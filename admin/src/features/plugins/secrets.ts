import { secretIsSet } from '@aegis/contracts';
import type { Keyring } from '../../platform/crypto/keyring.ts';
import type { FieldError } from '../../platform/http/problem.ts';
import { Secret } from '../../publishing/seal.ts';
import type { ManifestFile } from './manifests.ts';

/** Plugin name → settings, as the API has them. */
export type PluginSettings = Record<string, Record<string, unknown>>;

/** Whose settings they are: the id of a company, or `platform`. What is sealed for one opens for no other. */
export type Owner = string;

/** How a secret setting is stored: sealed for its owner, plugin and field. */
interface SealedSetting {
  $sealed: string;
}
const has = (value: unknown, name: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);
export const isSealed = (value: unknown): value is SealedSetting =>
  has(value, '$sealed') && typeof value.$sealed === 'string';
const isKept = (value: unknown): boolean => has(value, '$set') && value.$set === true;

const contextOf = (owner: Owner, plugin: string, field: string): string =>
  `plugins:${owner}:${plugin}/${field}`;

type Change = (value: unknown, plugin: string, field: string) => unknown;

const mapFields = (plugins: PluginSettings, change: Change): PluginSettings =>
  Object.fromEntries(
    Object.entries(plugins).map(([plugin, settings]) => [
      plugin,
      Object.fromEntries(
        Object.entries(settings).map(([field, value]) => [field, change(value, plugin, field)]),
      ),
    ]),
  );

/** Stored settings as callers see them: of a secret only that it is there. */
export const shownPlugins = (stored: PluginSettings): PluginSettings =>
  mapFields(stored, (value) => (isSealed(value) ? secretIsSet : value));

/** Input with the stored secrets where it says that they stay. */
export const withKept = (
  keyring: Keyring,
  owner: Owner,
  input: PluginSettings,
  stored: PluginSettings,
): PluginSettings =>
  mapFields(input, (value, plugin, field) => {
    const kept = stored[plugin]?.[field];
    return isKept(value) && isSealed(kept)
      ? keyring.open(contextOf(owner, plugin, field), kept.$sealed)
      : value;
  });

/** Checked settings as they are stored. */
export const sealedPlugins = (
  keyring: Keyring,
  owner: Owner,
  plain: PluginSettings,
  manifests: readonly ManifestFile[],
): PluginSettings =>
  mapFields(plain, (value, plugin, field) => {
    const secret = manifests.find(({ name }) => name === plugin)?.secrets.includes(field);
    if (!secret || typeof value !== 'string') return value;
    return { $sealed: keyring.seal(contextOf(owner, plugin, field), value) };
  });

/** One plugin's stored settings for a document, in which its secrets are sealed anew, for gateways. */
export const openedSettings = (
  keyring: Keyring,
  owner: Owner,
  plugin: string,
  settings: Record<string, unknown>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).map(([field, value]) => [
      field,
      isSealed(value) ? new Secret(keyring.open(contextOf(owner, plugin, field), value.$sealed)) : value,
    ]),
  );

/** Places at which input uses the name that only sealed secrets have; gateways would try to open them. */
export function reservedNames(value: unknown, pointer: string): FieldError[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return name === '$sealed' ? [{ pointer: at, message: 'is a reserved name' }] : reservedNames(inner, at);
  });
}
