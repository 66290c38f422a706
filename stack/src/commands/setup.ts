import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fromRoot } from '../system/paths.ts';
import { signingPublicKey } from '../system/secrets.ts';
import { StartProblem } from '../system/start-problem.ts';

const random = () => randomBytes(36).toString('base64url');

/** What `docker compose` needs, in the order of the file. What is set already stays as it is. */
const settings: { name: string; comment: string; make: (known: Map<string, string>) => string }[] = [
  { name: 'AEGIS_SECRET', comment: 'All platform keys derive from it. Back it up.', make: random },
  { name: 'AEGIS_GATEWAY_SECRET', comment: 'The little that gateways may know.', make: random },
  {
    name: 'AEGIS_SIGNING_PUBLIC_KEY',
    comment: 'Public half of the key that signs documents; derived from AEGIS_SECRET, gateways pin it.',
    make: (known) => signingPublicKey(known.get('AEGIS_SECRET') ?? ''),
  },
  { name: 'AEGIS_POSTGRES_PASSWORD', comment: 'Owner of the database.', make: random },
  { name: 'AEGIS_REDIS_ADMIN_PASSWORD', comment: 'Redis, for the admin service.', make: random },
  { name: 'AEGIS_REDIS_GATEWAY_PASSWORD', comment: 'Redis, for gateways.', make: random },
  { name: 'AEGIS_BASE_DOMAIN', comment: 'Apps answer at <slug>.<base domain>.', make: () => 'localhost' },
  { name: 'AEGIS_PUBLIC_URL', comment: 'Address of the dashboard.', make: () => 'http://localhost:5173' },
];

/** `npm run setup`: writes `.env` (mode 0600), or adds to it what is missing. @returns exit code */
export function setUp(args: string[], say: (line: string) => void = console.log): number {
  const file = resolve(outputFile(args));
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const known = valuesOf(text);
  const added: string[] = [];
  let content = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  for (const { name, comment, make } of settings) {
    if (known.get(name)) continue;
    known.set(name, make(known));
    content += `# ${comment}\n${name}=${known.get(name)}\n`;
    added.push(name);
  }
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
  say(added.length === 0 ? `${file} is complete.` : `Wrote to ${file}: ${added.join(', ')}.`);
  say('Start the containers with: docker compose up --build -d');
  say(
    'With a demo: docker compose --profile demo up --build -d; then docker compose logs demo says what to try.',
  );
  return 0;
}

function outputFile(args: string[]): string {
  try {
    return parseArgs({ args, options: { output: { type: 'string', default: fromRoot('.env') } } }).values
      .output;
  } catch (problem) {
    throw new StartProblem(
      `${problem instanceof Error ? problem.message : problem}\n\nUsage: npm run setup -- [--output FILE]`,
    );
  }
}

function valuesOf(text: string): Map<string, string> {
  const lines = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  return new Map(
    lines.map(([, name = '', value = '']) => [name, value.trim().replace(/^(['"])(.*)\1$/, '$2')]),
  );
}
