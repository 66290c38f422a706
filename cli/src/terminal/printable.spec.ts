import { bytes, cell, printable } from './printable.ts';

describe('texts of others in a terminal', () => {
  it('cannot move the cursor, ring, or turn the line around', () => {
    expect(printable('a\u001b[2Jb\u0007\u009b\u202ec\r\nd')).toBe(
      'a\\u{1b}[2Jb\\u{7}\\u{9b}\\u{202e}c\\u{d}\\u{a}d',
    );
  });

  it('stay as they are otherwise', () => expect(printable('Grüße, 世界 👩‍💻')).toBe('Grüße, 世界 👩‍💻'));

  it.each([
    [undefined, '–'],
    ['', '–'],
    [[], '–'],
    [['a', 'b'], 'a, b'],
    [0, '0'],
    [false, 'false'],
    [{ a: 1 }, '{"a":1}'],
  ])('%j is shown as %s', (value, text) => expect(cell(value)).toBe(text));

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_536, '1.5 KiB'],
    [3 * 1024 ** 3, '3.0 GiB'],
  ])('%i bytes are %s', (amount, text) => expect(bytes(amount)).toBe(text));
});
