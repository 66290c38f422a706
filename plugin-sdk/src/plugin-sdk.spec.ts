import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlugin, readPlugin, testPlugin } from './index.ts';

describe('the plugin SDK', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'aegis-sdk-')), 'my_plugin');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const manifest = (change: object) => {
    const text = readFileSync(join(folder, 'plugin.json'), 'utf8');
    write('plugin.json', JSON.stringify({ ...JSON.parse(text), ...change }));
  };

  it.each(['early', 'main', 'response'] as const)(
    'scaffolds a plugin of the place %s that works',
    async (place) => {
      createPlugin(folder, 'my_plugin', place);
      expect(readPlugin(folder).manifest).toMatchObject({ name: 'my_plugin', place, version: '0.1.0' });
      const { tests, ok } = await testPlugin(folder);
      expect({ ok, tests }).toEqual({ ok: true, tests: [{ name: expect.any(String), ok: true }] });
    },
  );

  it('leaves folders alone that are there already, and refuses names that no plugin can have', () => {
    mkdirSync(folder);
    expect(() => createPlugin(folder, 'my_plugin', 'early')).toThrow('EEXIST');
    expect(() => createPlugin(`${folder}-2`, '../evil', 'early')).toThrow('begins with a letter');
  });

  it.each<[string, object, RegExp]>([
    ['a version', { version: 'one' }, /1\.0\.0.*version/s],
    ['a phase', { phases: ['log'] }, /phases/],
    ['a place', { place: 'nowhere' }, /place/],
    ['a secret', { secrets: ['nothing'] }, /is no text among the settings/],
    ['a field', { surprise: 1 }, /surprise/],
  ])('says what is wrong with %s', (_, change, message) => {
    createPlugin(folder, 'my_plugin', 'early');
    manifest(change);
    expect(() => readPlugin(folder)).toThrow(message);
  });

  it('tells which test failed, and why', async () => {
    createPlugin(folder, 'my_plugin', 'early');
    write(
      'init_spec.lua',
      `test("one", function() equal({ a = 1 }, { a = 2 }) end)
       test("two", function() fails(function() error("boom") end, "boom") end)
       test("three", function() aegis.log("warn", "said") request {}:set_header("X-Aegis-User", "root") end)`,
    );
    const { tests, ok, log } = await testPlugin(folder);
    expect(ok).toBe(false);
    expect(tests.map((one) => one.ok)).toEqual([false, true, false]);
    expect(tests[0]?.message).toContain('expected {"a":1}, got {"a":2}');
    expect(tests[2]?.message).toContain("the header X-Aegis-User is the gateway's own");
    expect(log).toContain('plugin my_plugin: said');
  });

  it.each([
    ['code that does not parse', 'return {', /unexpected symbol/],
    ['code that looks for files', 'return io.open("/etc/passwd")', /attempt to index global 'io'/],
    ['code that does not end', 'while true do end', /does not come to an end/],
    ['code without new', 'return {}', /no table with a function new/],
  ])('refuses %s', async (_, source, message) => {
    createPlugin(folder, 'my_plugin', 'early');
    write('init.lua', source);
    await expect(testPlugin(folder)).rejects.toThrow(message);
  });

  it('finds an answer that gateways would refuse', async () => {
    createPlugin(folder, 'my_plugin', 'early');
    write(
      'init.lua',
      'return { new = function() return { access = function() return { status = 7 } end } end }',
    );
    write('init_spec.lua', 'test("answers", function() plugin():access(request {}) end)');
    expect((await testPlugin(folder)).tests[0]?.message).toContain('no status between 200 and 599');
  });

  it('takes a plugin without tests as not tested', async () => {
    createPlugin(folder, 'my_plugin', 'early');
    write('init_spec.lua', '');
    expect((await testPlugin(folder)).ok).toBe(false);
  });

  it('gives tests every method that gateways give', () => {
    const text = (path: string) => readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8');
    const fakes = text('plugin-sdk/lua/aegis_plugin_fakes.lua');
    for (const [file, object] of [
      ['request', 'Request'],
      ['response', 'Response'],
    ]) {
      const methods = text(`lua/aegis/operator_plugins/${file}.lua`).matchAll(
        new RegExp(`function ${object}\\.(\\w+)`, 'g'),
      );
      for (const [, name] of methods)
        expect(fakes).toMatch(new RegExp(`function ${object}:${name}\\(|\\b${name} = `));
    }
  });
});
