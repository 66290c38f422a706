import { errorCodes } from '../errors/index.ts';
import { operations } from './index.ts';
import { RoutePath } from './routes.ts';

const all = Object.values(operations);

describe('the operations', () => {
  it('have unique ids and unique method and path', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const places = all.map(({ method, path }) => `${method} ${path.replace(/:[a-z_]+/g, ':')}`);
    expect(new Set(places).size).toBe(all.length);
  });

  it('keep what operators do under /operator, and only that', () => {
    for (const { id, path, access } of all) {
      expect([id, path.startsWith('/operator/')]).toEqual([id, access.kind === 'operator']);
    }
  });

  it('name codes that the admin may answer', () => {
    for (const { errors } of all) for (const code of errors) expect(errorCodes[code].by).not.toBe('gateway');
  });
});

describe('route paths', () => {
  it.each(['/', '/*', '/orders', '/orders/', '/orders/:id', '/orders/:id/lines/*', '/v1.0/a~b'])(
    'accepts %p',
    (path) => {
      expect(RoutePath.safeParse(path).success).toBe(true);
    },
  );
  it.each([
    '',
    'orders',
    '//',
    '/a//b',
    '/a/../b',
    '/./a',
    '/a/*/b',
    '/a*',
    '/:',
    '/a b',
    '/a%2fb',
    '/a"b',
    '/a{b',
    '/*/',
  ])('refuses %p', (path) => {
    expect(RoutePath.safeParse(path).success).toBe(false);
  });
});
