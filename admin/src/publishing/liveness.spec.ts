import { livenessOf } from './liveness.ts';

const gateway = (
  id: string,
  revision: number,
  refusals: { document: string; revision: number; reason: string; at: number }[] = [],
) => ({
  id,
  name: id,
  revision: String(revision),
  refusals,
});
const document = (change: { wanted_revision?: string; revision?: string; refused_reason?: string } = {}) => ({
  name: 'app:a',
  wanted_revision: '5',
  revision: '5',
  refused_reason: null,
  took_ms: 12,
  ...change,
});
const subject = (documents = [document()]) => ({ revision: 5, took_ms: 12, documents });

describe('liveness of a change', () => {
  it.each([
    ['nobody is up', [], { state: 'publishing', live_on: 0, gateways: 0 }],
    ['nobody has it', [gateway('a', 4)], { state: 'publishing', live_on: 0, gateways: 1 }],
    ['some have it', [gateway('a', 5), gateway('b', 4)], { state: 'partly', live_on: 1, gateways: 2 }],
    [
      'all have it',
      [gateway('a', 5), gateway('b', 9)],
      { state: 'live', live_on: 2, gateways: 2, took_ms: 12 },
    ],
  ])('%s', (_, gateways, expected) => {
    expect(livenessOf(subject(), gateways)).toEqual({ revision: 5, refusals: [], ...expected });
  });

  it('counts a gateway that refuses one of the documents as not serving it', () => {
    const refusal = { document: 'app:a', revision: 5, reason: 'no', at: 1 };
    const other = { ...refusal, document: 'app:b' };
    expect(livenessOf(subject(), [gateway('a', 5, [refusal]), gateway('b', 5, [other])])).toEqual({
      revision: 5,
      state: 'refused',
      live_on: 1,
      gateways: 2,
      refusals: [{ gateway: 'a', document: 'app:a', reason: 'no' }],
    });
  });

  it('does not take a refusal of an older change for one of a newer', () => {
    const refusal = { document: 'app:a', revision: 4, reason: 'no', at: 1 };
    expect(livenessOf(subject(), [gateway('a', 4, [refusal])])).toMatchObject({
      state: 'publishing',
      refusals: [],
    });
    expect(livenessOf(subject(), [gateway('a', 5, [refusal])])).toMatchObject({ state: 'refused' });
  });

  it('is live nowhere while the publisher itself refuses', () => {
    const refused = subject([document({ revision: '4', refused_reason: 'too large' })]);
    expect(livenessOf(refused, [gateway('a', 5)])).toMatchObject({
      state: 'refused',
      live_on: 0,
      refusals: [{ gateway: 'publisher', reason: 'too large' }],
    });
  });
});
