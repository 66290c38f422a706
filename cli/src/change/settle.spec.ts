import { type Client, createRoute, type Liveness, type Operation, reloadGateways } from '@aegis/contracts';
import { describeLiveness, settle } from './settle.ts';

const publishing: Liveness = { revision: 7, state: 'publishing', live_on: 0, gateways: 2, refusals: [] };
const live: Liveness = { ...publishing, state: 'live', live_on: 2, took_ms: 38 };
const refusals = [{ gateway: 'edge-1', document: 'nginx:conf', reason: 'invalid number' }];
const refused: Liveness = { ...publishing, state: 'partly', live_on: 1, refusals };

/** Answers with one state after another, then with the last for ever; remembers which operation was asked. */
function following(...states: [Liveness, ...Liveness[]]) {
  const asked: string[] = [];
  const call = async ({ id }: Operation) => {
    const liveness = states[asked.push(id) - 1] ?? states.at(-1);
    return { data: { liveness }, etag: undefined, revision: undefined };
  };
  return { api: { call: call as unknown as Client['call'] }, asked };
}

describe('waiting for the gateways', () => {
  it('ends when every gateway serves the revision', async () => {
    const { api, asked } = following(publishing, { ...publishing, live_on: 1 }, live);
    expect(await settle(api, createRoute, 7, 30)).toEqual(live);
    expect(asked).toEqual(['revisions.get', 'revisions.get', 'revisions.get']);
  });

  it('asks as an operator about what an operator changed', async () => {
    const { api, asked } = following(live);
    await settle(api, reloadGateways, 7, 30);
    expect(asked).toEqual(['revisions.get_as_operator']);
  });

  it('ends with 1 and the reason when a gateway refuses it', async () => {
    await expect(settle(following(publishing, refused).api, createRoute, 7, 30)).rejects.toMatchObject({
      fix: { code: 'revision_refused', exit: 1, fields: [{ message: 'invalid number' }] },
    });
  });

  it('ends with 1 when the time is over, and says where it stands', async () => {
    await expect(settle(following(publishing).api, createRoute, 7, 0)).rejects.toMatchObject({
      fix: { code: 'not_live_yet', exit: 1, message: expect.stringContaining('0 of 2') },
    });
  });
});

describe('where a change stands, in words', () => {
  it.each([
    [live, 'revision 7 live on 2 of 2 gateways, 38 ms'],
    [publishing, 'revision 7 on its way; live on 0 of 2 gateways'],
    [{ ...refused, state: 'refused' as const }, 'revision 7 refused; live on 1 of 2 gateways'],
  ])('%#', (liveness, text) => expect(describeLiveness(liveness)).toBe(text));
});
