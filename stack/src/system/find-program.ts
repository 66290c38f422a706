import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StartProblem } from './start-problem.ts';

const elsewhere = ['/usr/sbin', '/usr/local/sbin', '/usr/local/openresty/bin'];

/** The first of the programs that is installed. @throws StartProblem when none is */
export function findProgram(...names: string[]): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...elsewhere];
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found)
    throw new StartProblem(`${names.join(' or ')} is not installed; \`npm start\` tells how to get it.`);
  return found;
}
