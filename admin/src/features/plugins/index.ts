export { PluginCatalogue } from './plugin-catalogue.ts';
export { PluginsModule } from './plugins.module.ts';
export { type PluginSettings, usesOf } from './uses.ts';
