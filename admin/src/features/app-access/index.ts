export { assertEnvironment, assertVersion, changeApp, onlyApp, seeApp } from './app-access.ts';
