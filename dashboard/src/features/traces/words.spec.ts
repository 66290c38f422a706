import { detailName, settingLabel, settingPath } from './words.ts';

describe('the setting of a refusal', () => {
  it('is linked where it can be opened', () => {
    expect(settingPath({ kind: 'limit', id: 'an id', name: 'burst' })).toBe('/limits?edit=an%20id');
    expect(settingPath({ kind: 'key', id: 'k', name: '' })).toBe('/keys');
    expect(settingPath({ kind: 'route', id: '', name: '' })).toBe('/routes');
    expect(settingPath({ kind: 'tenant', id: '', name: 'acme & co' })).toBe(
      '/tenants?search=acme%20%26%20co',
    );
    expect(settingPath({ kind: 'platform', id: '', name: '' })).toBeUndefined();
  });

  it('is called what its owner called it', () => {
    expect(settingLabel({ kind: 'limit', id: '', name: 'burst' })).toBe('Open the limit burst');
    expect(settingLabel({ kind: 'app', id: '', name: '' })).toBe('Open the settings');
  });
});

it('names details in words', () => {
  expect(detailName('route_takes')).toBe('Route takes');
});
