import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from './lock.ts';

describe('lockDirectory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-lock-'));
  const file = join(directory, 'stack.lock');
  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('refuses while another start lives, and says which', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(file, `${other.pid}\n`);
    expect(() => lockDirectory(file)).toThrow(new RegExp(`process ${other.pid}.*--data-dir`));
    other.kill();
    await once(other, 'exit');
    lockDirectory(file)();
    expect(existsSync(file)).toBe(false);
  });

  it('takes over what a killed start left, or a number that belongs to another program now', () => {
    writeFileSync(file, '1\n');
    expect(() => lockDirectory(file)).not.toThrow();
    writeFileSync(file, 'torn');
    expect(() => lockDirectory(file)).not.toThrow();
  });
});
