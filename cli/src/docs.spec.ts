import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Config } from '@oclif/core';

/** Every command line of the documentation is one that the program would take. */
const root = join(import.meta.dirname, '../..');
const pages = [
  ...globSync('docs/**/*.md', { cwd: root }),
  ...globSync('*.md', { cwd: root }),
  'sample-backend/GETTING_STARTED.md',
];

/** `aegis …` in console blocks, behind a prompt, npx or a pipe, up to a comment, pipe or redirection. */
function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/```console\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const prompts = blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('$ '));
  return prompts.flatMap((line) =>
    [...line.matchAll(/(?:^\$ |\| |npx )(?:npx )?aegis ((?:[^|<>#'"]|'[^']*'|"[^"]*")+)/g)].map(
      ([, rest = '']) => rest.trim(),
    ),
  );
}

const words = (line: string): string[] => line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];

/** What the program would say about it, as far as names go. */
function mistake(line: string, commands: Command.Loadable[]): string | undefined {
  const parts = words(line);
  const command = commands
    .filter(({ id }) => id.split(':').every((word, index) => parts[index] === word))
    .sort((a, b) => b.id.length - a.id.length)[0];
  if (!command) return `no command: aegis ${line}`;
  const given = parts.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0] ?? '');
  const known = Object.values(command.flags).flatMap(({ name, char, ...flag }) => {
    const negated = 'allowNo' in flag && flag.allowNo ? [`--no-${name}`] : [];
    return [`--${name}`, ...negated, ...(char ? [`-${char}`] : [])];
  });
  const unknown = given.filter((flag) => flag !== '--help' && !known.includes(flag));
  return unknown.length > 0 ? `no flag ${unknown.join(', ')}: aegis ${line}` : undefined;
}

describe('command lines of the documentation', () => {
  let commands: Command.Loadable[];
  beforeAll(async () => {
    commands = (await Config.load(join(root, 'cli'))).commands;
  });

  it.each(pages)('%s', (page) => {
    const lines = commandLines(readFileSync(join(root, page), 'utf8'));
    expect(lines.map((line) => mistake(line, commands)).filter((found) => found !== undefined)).toEqual([]);
  });

  it('finds some, and would find a wrong one', () => {
    const lines = commandLines(
      '```console\n$ npx aegis apps list --nonsense # x\n$ cat x | aegis fly\n```\n',
    );
    expect(lines.map((line) => mistake(line, commands))).toEqual([
      'no flag --nonsense: aegis apps list --nonsense',
      'no command: aegis fly',
    ]);
  });
});
