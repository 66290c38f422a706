import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').split('\n');
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  workspaces: string[];
};

/** npm refuses to install from a lock file that names a package whose manifest is not there. */
describe('the manifest of every package', () => {
  it.each(workspaces)('%s is in the images', (path) => {
    expect(linesOf('Dockerfile')).toContain(`COPY ${path}/package.json ${path}/`);
    const [folder = ''] = path.split('/');
    const allowed = linesOf('.dockerignore').filter((line) => line.startsWith('!'));
    expect(allowed.some((line) => [`!${folder}`, `!${path}/package.json`].includes(line))).toBe(true);
  });
});
