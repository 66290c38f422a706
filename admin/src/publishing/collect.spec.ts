import { latestTouches } from './collect.ts';

describe('what revisions touched', () => {
  it('names each document once, with its newest revision', () => {
    const touched = latestTouches([
      { revision: '1', documents: [{ name: 'app:a' }, { name: 'routes:a' }] },
      { revision: '2', documents: [{ name: 'app:a' }] },
    ]);
    expect([...touched]).toEqual([
      ['app:a', { revision: 2 }],
      ['routes:a', { revision: 1 }],
    ]);
  });

  it('forgets a fact that was lifted again, and keeps one that came last', () => {
    const touched = latestTouches([
      { revision: '1', documents: [{ name: 'app:a', fact: 'suspended' }, { name: 'app:b' }] },
      { revision: '2', documents: [{ name: 'app:a' }, { name: 'app:b', fact: 'suspended' }] },
    ]);
    expect(touched.get('app:a')).toEqual({ revision: 2 });
    expect(touched.get('app:b')).toEqual({ revision: 2, fact: 'suspended' });
  });
});
