import { readFileSync } from 'node:fs';
import { demandOf, Permission, PermissionPattern, patternsSay, RoutePermission } from './permission.ts';

interface Case {
  patterns: string[];
  permission: string;
  says: boolean | null;
}
/** The gateway's own reading is tried with the same cases (`lua/aegis/lib/permission_spec.lua`). */
const cases = JSON.parse(
  readFileSync(new URL('../permission-cases.json', import.meta.url), 'utf8'),
) as Case[];

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

describe('what patterns say', () => {
  it.each(cases)('$patterns about $permission: $says', ({ patterns, permission, says }) => {
    for (const pattern of patterns) expect(PermissionPattern.safeParse(pattern).success).toBe(true);
    expect(patternsSay(patterns, permission)).toBe(says ?? undefined);
  });

  it('takes a parameter as one segment, whatever it holds', () => {
    const demand = (id: string) => demandOf('orders.:id:read', { id });
    expect(patternsSay(['orders.*:read'], demand('a.b'))).toBe(true);
    expect(patternsSay(['orders.a.b:read'], demand('a.b'))).toBeUndefined();
    expect(patternsSay(['orders.7:read'], demand('*'))).toBeUndefined();
  });
});
