import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StackFile } from '../demo/stack-file.ts';
import { waitUntil } from '../system/wait.ts';
import { isOpen, StarterProcess } from '../testing/starter.ts';

const run = promisify(execFile);

/** The command as a user runs it; each test goes on where the one before left the data directory. */
describe('npm start', () => {
  const parent = mkdtempSync(join(tmpdir(), 'aegis-start-'));
  const directory = join(parent, 'data');
  const begun: StarterProcess[] = [];
  const begin = (...args: string[]) => {
    const starter = new StarterProcess(directory, args);
    begun.push(starter);
    return starter;
  };
  let demo: StackFile;

  afterAll(async () => {
    await Promise.all(begun.map((starter) => starter.interrupt()));
    rmSync(parent, { recursive: true, force: true });
  });

  const printedCurls = (output: string) =>
    [...output.matchAll(/^ +(curl .*)$/gm)].map(([, command = '']) => command);
  const curl = async (command: string) => {
    const { stdout } = await run('sh', ['-c', `${command} -s -o /dev/null -w '%{http_code}'`]);
    return stdout;
  };

  it('prints calls that work, with the key in both forms and with the token, and addresses that answer', async () => {
    const starter = begin();
    demo = await starter.untilRunning();
    const commands = printedCurls(starter.output);
    expect(commands).toHaveLength(3);
    for (const command of commands) expect(await curl(command)).toBe('200');
    for (const address of [demo.dashboard, demo.mailbox, `${demo.admin}/api/docs`, demo.sample_backend]) {
      expect(starter.output).toContain(address);
      expect((await fetch(address)).status).toBe(200);
    }
    const me = await fetch(`${demo.admin}/api/v1/me`, {
      headers: { authorization: `Bearer ${demo.operator.token}` },
    });
    expect(await me.json()).toMatchObject({ operator_role: 'owner' });
    await starter.interrupt();
  });

  it('keeps what it made to the owner of the files', () => {
    for (const name of ['stack.json', 'secrets.json']) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
    expect(demo).toMatchObject({ app: { slug: 'demo', host: 'demo.localhost' }, jwt: expect.any(String) });
    const [, claims = ''] = demo.jwt.split('.');
    const { exp, iat, ...who } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(who).toEqual({ iss: 'https://id.demo.example', sub: 'ann', tenant_id: 'acme' });
    expect(exp - iat).toBe(365 * 86_400);
  });

  it('has everything again at the next start, at other ports too, and lets no second one in', async () => {
    const starter = begin();
    const again = await starter.untilRunning();
    expect(again.api_key).toBe(demo.api_key);
    const [, byHost = '', byToken = ''] = printedCurls(starter.output);
    expect([await curl(byHost), await curl(byToken)]).toEqual(['200', '200']);
    const second = begin();
    expect(await second.exitCode).toBe(1);
    expect(second.output).toMatch(/^Aegis runs here already \(process \d+\)\..*--data-dir/);
    expect(await starter.interrupt()).toBe(0);
    for (const address of [again.gateway, again.admin, again.dashboard])
      expect(await isOpen(address)).toBe(false);
  });

  it('names the part that ended by itself and stops the others', async () => {
    const starter = begin();
    const { redis, admin } = await starter.untilRunning();
    await run('redis-cli', ['-u', redis, 'SHUTDOWN']);
    expect(await starter.exitCode).toBe(1);
    expect(starter.output).toMatch(/^✗ Redis ended by itself.*redis\.log/m);
    expect(await isOpen(admin)).toBe(false);
  });

  it('leaves nothing behind when it is killed', async () => {
    const starter = begin();
    const { gateway, admin, sample_backend } = await starter.untilRunning();
    starter.kill();
    const addresses = [gateway, admin, sample_backend];
    const closed = async () => (await Promise.all(addresses.map(isOpen))).every((open) => !open);
    await waitUntil('every part to go', closed);
  });

  it('can be interrupted while it starts', async () => {
    const starter = begin();
    await starter.untilSaid('✓');
    expect(await starter.interrupt()).toBe(0);
    expect(starter.output).not.toContain('Aegis is running');
  });

  it('forgets everything with --fresh', async () => {
    const starter = begin('--fresh');
    const fresh = await starter.untilRunning();
    expect(fresh.api_key).not.toBe(demo.api_key);
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).not.toContain(demo.customer.password);
    await starter.interrupt();
  });
});
