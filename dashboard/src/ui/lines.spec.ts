import { firstErrorOf, linesOf, messagesBelow, wholeLinesOf } from './lines.ts';

describe('linesOf', () => {
  it('takes lines, commas and blanks apart', () => {
    expect(linesOf(' a\nb, c\n\n')).toEqual(['a', 'b', 'c']);
    expect(linesOf('  \n')).toEqual([]);
  });
});

describe('wholeLinesOf', () => {
  it('keeps what stands on a line together', () => {
    expect(wholeLinesOf(' x-plan: free, more \r\n\nb')).toEqual(['x-plan: free, more', 'b']);
    expect(wholeLinesOf('  \n')).toEqual([]);
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

describe('messagesBelow', () => {
  it('finds messages at any depth, with their paths', () => {
    const errors = { cors: { origins: [undefined, { message: 'no' }], max_age: { message: 'too large' } } };
    expect(messagesBelow(errors)).toEqual([
      { field: 'cors.origins.1', message: 'no' },
      { field: 'cors.max_age', message: 'too large' },
    ]);
  });
  it('has none where nothing is wrong', () => expect(messagesBelow(undefined)).toEqual([]));
});
