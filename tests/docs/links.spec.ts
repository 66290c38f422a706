import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = join(import.meta.dirname, '../..');
const pages = [
  ...globSync('docs/**/*.md', { cwd: root }),
  ...globSync('*.md', { cwd: root }),
  'sample-backend/GETTING_STARTED.md',
];

const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

/** As GitHub makes anchors of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Links of a page to files of the repository that are not there, or to headings that they do not have. */
function brokenLinks(page: string): string[] {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? '');
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? join(root, page) : resolve(root, dirname(page), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
}

/** Files that a page names in `code` and that are not there. */
function missingFiles(page: string): string[] {
  const named = [
    ...read(page).matchAll(/`([a-zA-Z.-]+\/[\w./-]+\.(?:ts|tsx|lua|mjs|json|yml|conf|svg|css|sh))`/g),
  ];
  return named
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('dist/') && !path.startsWith('.'))
    .filter((path) => !existsSync(join(root, path)) && !existsSync(resolve(root, dirname(page), path)));
}

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => expect(brokenLinks(page)).toEqual([]));
  it('names files that are there', () => expect(missingFiles(page)).toEqual([]));
});
