import { Slug } from '@aegis/contracts';
import { numberedSlug, slugFrom } from './slug.ts';

describe('slug of a name', () => {
  it.each([
    ['My Shop', 'my-shop'],
    ['Café Zürich', 'cafe-zurich'],
    ['  a -- b  ', 'a-b'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本', 'app'],
    ['x', 'app'],
    ['!', 'app'],
  ])('%j becomes %s', (name, slug) => {
    expect(slugFrom(name, 'app')).toBe(slug);
  });

  it('is a valid slug at any length, numbered or not', () => {
    for (const name of ['a'.repeat(100), `${'a'.repeat(39)} b`, 'a '.repeat(50), `${'x'.repeat(36)} y z w`]) {
      for (const attempt of [1, 2, 10, 999]) {
        expect(Slug.safeParse(numberedSlug(slugFrom(name, 'app'), attempt)).success).toBe(true);
      }
    }
  });
});
