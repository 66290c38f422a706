import {
  NoNginx,
  type Plugin,
  PluginMistake,
  type PluginTestRun,
  readPlugin,
  testPlugin,
} from 'aegis-plugin-sdk';
import { exitCodes, FixableError } from './errors.ts';

/** A plugin's folder on this machine, with mistakes as something that its author can repair. */

function fixable(error: unknown): unknown {
  if (error instanceof NoNginx) {
    const next = 'Install OpenResty, or nginx with libnginx-mod-http-lua; or pass --skip-tests to `install`.';
    return new FixableError(
      { code: 'no_nginx', message: error.message, next, exit: exitCodes.failed },
      { cause: error },
    );
  }
  if (!(error instanceof PluginMistake)) return error;
  const next = 'Repair the files of the plugin; docs/operator-plugins.md describes them.';
  return new FixableError(
    { code: 'bad_plugin', message: error.message, next, exit: exitCodes.refused },
    { cause: error },
  );
}

/** @throws FixableError bad_plugin */
export function pluginOf(folder: string): Plugin {
  try {
    return readPlugin(folder);
  } catch (error) {
    throw fixable(error);
  }
}

/** @throws FixableError bad_plugin, no_nginx */
export async function testsOf(folder: string): Promise<PluginTestRun> {
  try {
    return await testPlugin(folder);
  } catch (error) {
    throw fixable(error);
  }
}
