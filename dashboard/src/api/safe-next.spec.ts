import { safeNext } from './safe-next.ts';

describe('safeNext', () => {
  it.each([
    [null, '/'],
    ['/c/acme/apps?sort=name', '/c/acme/apps?sort=name'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%p', (wanted, expected) => expect(safeNext(wanted)).toBe(expected));
});
