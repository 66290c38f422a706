import { firstErrorOf, linesOf } from './lines.ts';

describe('linesOf', () => {
  it('takes lines, commas and blanks apart', () => {
    expect(linesOf(' a\nb, c\n\n')).toEqual(['a', 'b', 'c']);
    expect(linesOf('  \n')).toEqual([]);
  });
});

describe('firstErrorOf', () => {
  it('names the line that is wrong', () => {
    expect(firstErrorOf([undefined, { message: 'no' }])).toBe('Line 2: no');
  });
  it('passes the message of the whole on', () => {
    expect(firstErrorOf({ message: 'too many' })).toBe('too many');
    expect(firstErrorOf(undefined)).toBeUndefined();
  });
});
