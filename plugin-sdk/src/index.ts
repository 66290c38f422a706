export { PluginFile, PluginName, pluginPhases } from '@aegis/contracts';
export { type Plugin, PluginMistake, readPlugin } from './plugin.ts';
export { createPlugin } from './scaffold.ts';
export { NoNginx, type PluginTest, type PluginTestRun, testPlugin } from './test-run.ts';
