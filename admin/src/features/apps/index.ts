export { renderApps } from './app.document.ts';
export { AppsModule } from './apps.module.ts';
