import { itemAfter } from './menu-focus.ts';

const items = ['Light', 'Dark', 'As the system', 'Delete'].map((textContent) => ({ textContent }));
const after = (current: number, key: string) => itemAfter(items, current, key)?.textContent;

describe('keys in a menu', () => {
  it('goes round with the arrows', () => {
    expect(after(3, 'ArrowDown')).toBe('Light');
    expect(after(0, 'ArrowUp')).toBe('Delete');
    expect(after(-1, 'ArrowDown')).toBe('Light');
  });

  it('goes to the ends', () => {
    expect(after(2, 'Home')).toBe('Light');
    expect(after(0, 'End')).toBe('Delete');
  });

  it('goes to the next entry that begins with the letter', () => {
    expect(after(1, 'd')).toBe('Delete');
    expect(after(3, 'D')).toBe('Dark');
    expect(after(0, 'x')).toBeUndefined();
  });

  it('leaves Enter and the blank to the entry itself', () => {
    expect(after(0, 'Enter')).toBeUndefined();
    expect(after(0, ' ')).toBeUndefined();
  });
});
