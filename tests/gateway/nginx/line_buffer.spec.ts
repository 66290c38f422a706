import { Scene } from '../../src/gateway/traffic.ts';

/** Runs in a worker, on the variable that answers are told by; the location that runs it sends that nowhere else. */
describe('texts that are made outside of Lua', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
  });
  afterAll(() => scene.stop());

  /** What `$aegis_told` is after these lines of Lua. */
  const told = (lines: string) =>
    scene.gateway.lua(`
      local buffer, variable = require "aegis.lib.line_buffer", require "aegis.lib.nginx_variable"
      buffer.begin()
      ${lines}
      buffer.assign "aegis_told"
      return ngx.var.aegis_told`);
  const ask = (expression: string) => scene.gateway.lua(`return ${expression}`);

  describe('the line buffer', () => {
    it('begins anew', async () => {
      expect(await told('buffer.text "one" buffer.begin() buffer.text "two"')).toBe('two');
      expect(await told('')).toBe('');
    });

    it('keeps what it holds when it grows', async () => {
      const begin = 'begin:'.padEnd(4_090, '-');
      expect(await told(`buffer.text "${begin}" buffer.text "over the edge"`)).toBe(`${begin}over the edge`);
    });

    it('grows for one text that is larger than all of it', async () => {
      const large = 'x'.repeat(50_000);
      expect(await told(`buffer.text "a" buffer.text(("x"):rep(50000)) buffer.text "z"`)).toBe(`a${large}z`);
      expect(await told('buffer.text "short again"')).toBe('short again');
    });

    it('grows for digits', async () => {
      const begin = 'y'.repeat(200_000);
      const line = 'buffer.text(("y"):rep(200000)) for _ = 1, 40000 do buffer.hex(0xdeadbeef) end';
      expect(await told(line)).toBe(begin + 'deadbeef'.repeat(40_000));
    });

    it.each([0, 7, 999, 1_000, 1_005, 99_050, 999_999, 1_000_000, 1_000_007, 1_002_003, 999_999_999])(
      'writes %d',
      async (number) => expect(await told(`buffer.decimal(${number})`)).toBe(String(number)),
    );

    it('writes numbers beyond a thousand millions', async () => {
      expect(await told('buffer.decimal(1000000000) buffer.text " " buffer.decimal(4294967296)')).toBe(
        '1000000000 4294967296',
      );
    });

    it.each([
      ['0', '00000000'],
      ['0xff', '000000ff'],
      ['0x12345678', '12345678'],
      ['-1', 'ffffffff'],
    ])('writes %s as %s', async (number, digits) => {
      expect(await told(`buffer.hex(${number})`)).toBe(digits);
    });
  });

  describe('a variable of nginx', () => {
    const variable = 'require("aegis.lib.nginx_variable")';

    it.each([
      ['17', 17],
      ['0', 0],
      ['', 0],
      ['12 apples', 0],
      ['-3', 0],
    ])('holding "%s" is the number %d', async (text, number) => {
      const set = `local v = ${variable} ngx.var.aegis_told = "${text}"`;
      expect(await scene.gateway.lua(`${set} return v.number "aegis_told"`)).toBe(number);
    });

    it('that does not exist is no number and not set', async () => {
      expect(await ask(`${variable}.number "no_such_variable"`)).toBe(0);
      expect(await ask(`${variable}.is_set "no_such_variable"`)).toBe(false);
    });

    it('is set when it is not empty', async () => {
      expect(await told('buffer.text "some"')).toBe('some');
      const after = (text: string) =>
        scene.gateway.lua(`ngx.var.aegis_told = "${text}" return ${variable}.is_set "aegis_told"`);
      expect(await after('some')).toBe(true);
      expect(await after('')).toBe(false);
    });

    it('is found in any case', async () => {
      expect(await ask(`${variable}.number "Request_Length" > 0`)).toBe(true);
    });

    it.each([
      ['nobody_made_it', /variable "nobody_made_it" not found for writing/],
      ['request_length', /variable "request_length" not changeable/],
    ])('refuses to write %s', async (name, problem) => {
      const attempt = `select(2, pcall(require("aegis.lib.line_buffer").assign, "${name}"))`;
      expect(await ask(attempt)).toMatch(problem);
    });
  });
});
