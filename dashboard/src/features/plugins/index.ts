export { messageAt } from './messages.ts';
export { PluginSettingsFields } from './PluginSettingsFields.tsx';
