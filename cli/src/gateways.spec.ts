import type { Gateway } from '@aegis/contracts';
import { troubles } from './gateways.ts';

const healthy: Gateway = {
  id: 'g1',
  name: 'edge-1',
  state: 'up',
  version: '0.1.0',
  revision: 7,
  behind: 0,
  workers: 2,
  documents: 5,
  memory_bytes: 1,
  connections: 1,
  requests: 1,
  refusals: [],
  last_seen_at: '2026-01-01T00:00:00Z',
};

describe('what is wrong with a gateway', () => {
  it('nothing, when it serves the newest', () => expect(troubles(healthy)).toEqual([]));

  it('the reason of nginx', () => {
    const nginx = { revision: 6, state: 'refused' as const, refused_revision: 7, reason: 'invalid number' };
    expect(troubles({ ...healthy, nginx })).toEqual([
      expect.objectContaining({ text: expect.stringContaining('invalid number') }),
    ]);
  });

  it('refused documents instead of being behind because of them', () => {
    const refusals = [{ document: 'routes:1', revision: 7, reason: 'bad signature', at: 1 }];
    const found = troubles({ ...healthy, behind: 1, refusals });
    expect(found.map(({ text }) => text)).toEqual(['refuses routes:1 of revision 7: bad signature']);
  });

  it('being behind, and being gone', () => {
    expect(troubles({ ...healthy, behind: 2 })[0]?.text).toContain('2 behind');
    expect(troubles({ ...healthy, state: 'gone', behind: 2 })).toHaveLength(1);
  });
});

describe('nginx versions', () => {});
