import { Permission, PermissionPattern, RoutePermission } from './permission.ts';

const accepts = (schema: { safeParse(text: string): { success: boolean } }, text: string) =>
  schema.safeParse(text).success;

describe('the permission grammar', () => {
  it.each(['orders:read', 'orders.items:read', 'a-b_c:x'])('accepts the permission %p', (text) => {
    expect(accepts(Permission, text)).toBe(true);
  });
  it.each([
    'orders',
    'orders:',
    ':read',
    'orders..items:read',
    'orders.*:read',
    '!orders:read',
    'orders:read:x',
  ])('refuses the permission %p', (text) => {
    expect(accepts(Permission, text)).toBe(false);
  });
  it.each(['**:*', '*:read', 'orders.**:*', '!orders:delete', 'orders.*.lines:read'])(
    'accepts the pattern %p',
    (text) => {
      expect(accepts(PermissionPattern, text)).toBe(true);
    },
  );
  it.each(['**.orders:read', 'orders.**.x:read', '!!orders:read', 'or*:read'])(
    'refuses the pattern %p',
    (text) => {
      expect(accepts(PermissionPattern, text)).toBe(false);
    },
  );
  it('lets a route ask with parameters of its path', () => {
    expect(accepts(RoutePermission, 'orders.:id:read')).toBe(true);
    expect(accepts(RoutePermission, 'orders.*:read')).toBe(false);
  });
});
