export { renderNginxConf } from './nginx-conf.ts';
