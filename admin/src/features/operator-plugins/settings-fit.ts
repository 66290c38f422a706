import type { PluginFile } from '@aegis/contracts';
import { Problem } from '../../platform/http/problem.ts';
import { isSealed, type SettingsCheck, settingsCheck } from '../plugins/index.ts';
import { named, type PluginPlaceOfUse } from './uses.ts';

/** The check that a manifest's schema makes. @throws Problem invalid_input at /manifest/settings */
export function schemaOf({ settings }: PluginFile): SettingsCheck {
  try {
    return settingsCheck(settings);
  } catch (error) {
    throw Problem.invalid('/manifest/settings', (error as Error).message.slice(0, 500));
  }
}

/** A sealed secret was valid when it came; nobody reads it for this. */
const isOfSecret = (settings: Record<string, unknown>, pointer: string): boolean =>
  isSealed(settings[pointer.slice(1)]);

/** Settings that are in use stay valid. @throws Problem in_use that names each place with what it lacks */
export function fitsUses(check: SettingsCheck, uses: readonly PluginPlaceOfUse[]): void {
  const broken = uses.flatMap(({ what, settings }) => {
    const [first] = check(structuredClone(settings), '').filter(
      ({ pointer }) => !isOfSecret(settings, pointer),
    );
    return first ? [`${what} (${first.pointer || 'settings'} ${first.message})`] : [];
  });
  if (broken.length > 0) {
    throw new Problem('in_use', { detail: `Settings in use do not fit this version: ${named(broken)}.` });
  }
}
