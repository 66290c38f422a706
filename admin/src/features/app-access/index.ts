export { assertEnvironment, changeApp, onlyApp, seeApp } from './app-access.ts';
