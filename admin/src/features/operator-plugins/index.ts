export { OperatorPluginsModule } from './operator-plugins.module.ts';
