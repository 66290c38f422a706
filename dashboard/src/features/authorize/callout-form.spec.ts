import { CalloutForm, newCallout, PurgeForm, QuestionForm } from './callout-form.ts';

const url = 'https://origin.shop.example/aegis/authorize';

describe('the form of an authorize callout', () => {
  it('leaves an empty secret out, so that the one in force stays', () => {
    expect(CalloutForm.parse({ ...newCallout, url })).not.toHaveProperty('secret');
    const secret = 'x'.repeat(32);
    expect(CalloutForm.parse({ ...newCallout, url, secret })).toMatchObject({ secret });
    expect(CalloutForm.safeParse({ ...newCallout, url, secret: 'short' }).success).toBe(false);
  });

  it.each([
    ['user', { user: 'ann', tenant: 'acme' }],
    ['tenant', { tenant: 'acme' }],
    ['permission', { permission: 'orders:*' }],
    ['everything', {}],
  ])('purges of %s what is named for it, and nothing else', (what, body) => {
    const fields = { what, tenant: 'acme', user: 'ann', permission: 'orders:*' };
    expect(PurgeForm.parse(fields)).toEqual(body);
  });

  it('purges a user of every tenant where none is named', () => {
    expect(PurgeForm.parse({ what: 'user', user: 'ann', tenant: '', permission: '' })).toEqual({
      user: 'ann',
    });
  });

  it('asks about what is filled in', () => {
    const fields = { permission: 'orders:read', tenant_id: '', user_id: 'ann', method: 'GET', path: '/' };
    expect(QuestionForm.parse({ ...fields, roles: 'clerk, boss,' })).toEqual({
      permission: 'orders:read',
      user_id: 'ann',
      method: 'GET',
      path: '/',
      roles: ['clerk', 'boss'],
    });
  });
});
