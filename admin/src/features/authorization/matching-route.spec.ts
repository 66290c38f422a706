import { matchingRoute, type RouteRow } from './matching-route.ts';

const route = (name: string, path: string, settings: Partial<RouteRow['settings']> = {}): RouteRow => ({
  name,
  path,
  settings: { methods: [], priority: 0, ...settings },
});
const routes = [
  route('all', '/*'),
  route('orders', '/orders'),
  route('order', '/orders/:id'),
  route('mine', '/orders/mine'),
  route('place', '/orders', { methods: ['POST'] }),
  route('files', '/files/*', { methods: ['GET'] }),
  route('first', '/files/secret', { priority: -1 }),
  route('beta', '/beta', { conditions: { headers: { 'x-beta': '' } } }),
];
const found = (path: string, method: 'GET' | 'POST' | 'HEAD' = 'GET') => matchingRoute(routes, method, path);

describe('the route that takes a call', () => {
  it.each([
    ['/orders', 'orders'],
    ['/orders/7', 'order'],
    ['/orders/mine', 'mine'],
    ['/orders/7/lines', 'all'],
    ['/files', 'files'],
    ['/files/a/b?x=1', 'files'],
    ['/files/secret', 'files'],
    ['/beta', 'all'],
    ['//orders/../orders', 'orders'],
    ['/', 'all'],
  ])('%s is %s', (path, name) => {
    expect(found(path)?.route.name).toBe(name);
  });

  it('goes by the method', () => {
    expect(found('/orders', 'POST')?.route.name).toBe('place');
    expect(found('/files/x', 'HEAD')?.route.name).toBe('files');
    expect(
      matchingRoute([route('files', '/files/*', { methods: ['GET'] })], 'POST', '/files/x'),
    ).toBeUndefined();
  });

  it('decodes parameters', () => {
    expect(found('/orders/a%20b')?.params).toEqual({ id: 'a b' });
    expect(found('/orders/%zz')?.params).toEqual({ id: '%zz' });
  });
});
