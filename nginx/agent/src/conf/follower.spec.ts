import { ConfFollower, RELOAD_INTERVAL_MS } from './follower.ts';
import type { SignedConf } from './signed-conf.ts';

const conf = (revision: number, epoch = 1): SignedConf => ({
  revision,
  epoch,
  conf: `# ${revision}`,
  envelope: '',
});

function follower() {
  const calls: string[] = [];
  const state = {
    now: 0,
    published: undefined as SignedConf | undefined,
    bad: new Set<number>(),
    diskFull: false,
  };
  const made = new ConfFollower({
    news: async () => {
      const found = state.published;
      state.published = undefined;
      return found;
    },
    test: async ({ revision }) => (state.bad.has(revision) ? `no to ${revision}` : undefined),
    accept: async ({ revision }) => {
      if (state.diskFull) throw new Error('no space left on device');
      calls.push(`accept ${revision}`);
    },
    start: async () => void calls.push('start'),
    reload: async () => void calls.push('reload'),
    now: () => state.now,
    log: () => undefined,
  });
  const publish = async (next: SignedConf) => {
    state.published = next;
    await made.tick();
  };
  return { made, calls, state, publish };
}

describe('ConfFollower', () => {
  it('reloads at most once a minute, with the newest of what came meanwhile', async () => {
    const { made, calls, state, publish } = follower();
    await publish(conf(1));
    await publish(conf(2));
    await publish(conf(3));
    await publish(conf(4));
    expect(calls).toEqual(['accept 1', 'start', 'accept 2', 'reload']);
    state.now += RELOAD_INTERVAL_MS;
    await made.tick();
    expect(calls.slice(4)).toEqual(['accept 4', 'reload']);
  });

  it('takes an older revision only with a newer epoch', async () => {
    const { made, calls, publish } = follower();
    await made.begin(conf(5));
    await publish(conf(4));
    expect(calls).toEqual(['accept 5', 'start']);
    await publish(conf(3, 2));
    expect(calls.slice(2)).toEqual(['accept 3', 'reload']);
    expect(made.report.revision).toBe(3);
  });

  it('reports a refusal until a good one serves', async () => {
    const { made, calls, state, publish } = follower();
    state.bad.add(2);
    await publish(conf(1));
    await publish(conf(2));
    expect(made.report).toEqual({ revision: 1, state: 'refused', refused_revision: 2, reason: 'no to 2' });
    await publish(conf(3));
    expect(made.report).toMatchObject({ revision: 3, state: 'live' });
    expect(calls).toEqual(['accept 1', 'start', 'accept 3', 'reload']);
  });

  it('tries again what it could not store', async () => {
    const { made, calls, state, publish } = follower();
    state.diskFull = true;
    await expect(publish(conf(1))).rejects.toThrow('no space');
    state.diskFull = false;
    await made.tick();
    expect(calls).toEqual(['accept 1', 'start']);
  });
});
