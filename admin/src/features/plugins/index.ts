export { installedManifests, renderPlugins } from './installed.ts';
export { KnownPlugins } from './known-plugins.ts';
export { PluginCatalogue } from './plugin-catalogue.ts';
export { PluginsModule } from './plugins.module.ts';
export { isSealed, type PluginSettings, shownPlugins } from './secrets.ts';
export { type SettingsCheck, settingsCheck } from './settings-check.ts';
export { type UsesOf, usesMaker } from './uses.ts';
