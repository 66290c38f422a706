export { PlatformInfoModule } from './platform-info.module.ts';
