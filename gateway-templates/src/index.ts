export { renderNginxConf } from './nginx-conf.ts';
export { renderPluginScaffold } from './plugin-scaffold.ts';
