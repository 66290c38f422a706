export { ConfigModule } from './config.module.ts';
export { NginxTest } from './nginx-test.ts';
export { renderNginx, renderPlatform } from './platform.document.ts';
