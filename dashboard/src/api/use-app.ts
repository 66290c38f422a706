import type { App, AppEnvironment } from '@aegis/contracts';
import { useOutletContext } from 'react-router';

/** The app of the page around, loaded by the app's layout. */
export const useApp = (): App => useOutletContext<App>();

export const environmentOf = (app: App, name: AppEnvironment['name']): AppEnvironment | undefined =>
  app.environments.find((one) => one.name === name);
