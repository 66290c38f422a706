import { restAfter } from './documents-file.ts';

describe('restAfter', () => {
  it('keeps the file every three seconds, and less often when that takes long', () => {
    expect(restAfter(2)).toBe(3_000);
    expect(restAfter(1_000)).toBe(19_000);
  });
});
