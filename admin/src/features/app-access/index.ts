export { assertEnvironment, changeApp, onlyApp, seeApp } from './app-access.ts';
export { AppPart } from './app-part.ts';
export { NamedSettingsPart, namedSettingsKind } from './named-settings.ts';
export type { PartKind, StoredPart } from './part-kind.ts';
export { referencedIds, referencedNames } from './references.ts';
