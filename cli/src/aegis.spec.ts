import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program as people run it, as far as it goes without an installation. */
const program = fileURLToPath(new URL('../bin/aegis.js', import.meta.url));

interface Ended {
  code: number;
  out: string;
  err: string;
}

describe('the program', () => {
  let home: string;
  let nobody: string;

  const aegis = (...args: string[]) => withInput('', ...args);

  function withInput(input: string, ...args: string[]): Promise<Ended> {
    const env = { PATH: process.env.PATH, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, HOME: home };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [program, ...args], { env }, (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err });
      });
      child.stdin?.end(input);
    });
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'aegis-cli-'));
    nobody = `http://127.0.0.1:${await unusedPort()}`;
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('ends with 0 and shows its settings', async () => {
    const { code, out } = await aegis('config', 'env', '--json', '--customer', 'acme');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      customer: { value: 'acme', source: 'flag' },
      profiles_file: join(home, 'aegis', 'profiles.json'),
    });
  });

  it('shows help with examples', async () => {
    const { code, out } = await aegis('routes', 'create', '--help');
    expect(code).toBe(0);
    expect(out).toContain('EXAMPLES');
    expect(out).toContain('$ aegis routes create');
  });

  it('takes no argument from standard input that nobody named', async () => {
    const { err } = await withInput('elsewhere\n', 'plugin', 'test');
    expect(err).not.toContain('elsewhere');
    const { code, out } = await withInput('eyJhbGciOiJub25lIn0.e30.\n', 'jwt', 'decode', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ header: { alg: 'none' } });
  });

  it('ends with 1 when nobody answers, and says what to do', async () => {
    const { code, out } = await aegis('whoami', '--url', nobody, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).error).toMatchObject({
      code: 'unreachable',
      fix: expect.stringContaining('doctor'),
    });
  });

  it('names the first broken link', async () => {
    const { code, out } = await aegis('doctor', '--url', nobody, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, first_broken: 'admin' });
  });

  it.each([
    ['an unknown flag', ['apps', 'list', '--colour'], 'Nonexistent flag'],
    ['a missing argument', ['apps', 'get'], 'app'],
    ['a word that is none of the options', ['customers', 'list', '--status', 'happy'], 'active'],
    ['no number', ['apps', 'list', '--limit', 'many'], 'integer'],
    ['an address that is none', ['whoami', '--url', 'nonsense'], 'nonsense'],
    ['a password without an address', ['login'], '--email'],
  ])('ends with 64 for %s', async (_, args, text) => {
    const { code, err } = await aegis(...args);
    expect([code, err]).toEqual([64, expect.stringContaining(text)]);
  });

  it('means well when a command is mistyped, and runs nothing by itself', async () => {
    const { code, err } = await aegis('rutes', 'list');
    expect([code, err]).toEqual([64, expect.stringContaining('aegis routes list')]);
  });

  it('says nothing in colour when it is piped', async () => {
    const { err } = await aegis('rutes');
    expect(err).not.toContain('\u001b');
  });
});

/** A port of this machine on which nobody listens. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
