import { tenantChanges } from './tenant-body.ts';

describe('what flags say of a tenant', () => {
  it('names only what was given', async () => {
    expect(await tenantChanges({ name: 'Acme' })).toEqual({ name: 'Acme' });
    expect(await tenantChanges({ tier: '' })).toEqual({ tier: null });
  });

  it('reads fields and users', async () => {
    const flags = { metadata: ['region=eu', 'note=a=b'], user: ['ann=viewer,admin', 'bob='] };
    expect(await tenantChanges(flags)).toEqual({
      metadata: { region: 'eu', note: 'a=b' },
      users: [
        { id: 'ann', roles: ['viewer', 'admin'] },
        { id: 'bob', roles: [] },
      ],
    });
  });

  it.each([{ metadata: ['region'] }, { user: ['=viewer'] }])('refuses %j', async (flags) => {
    await expect(tenantChanges(flags)).rejects.toThrow('lacks a =');
  });
});
