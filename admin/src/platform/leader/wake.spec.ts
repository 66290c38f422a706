import { Wake } from './wake.ts';

describe('wake', () => {
  const never = new AbortController().signal;
  const LONG = 60_000;

  it('returns at once after a ring that nobody waited for, and only once', async () => {
    const wake = new Wake();
    wake.ring();
    wake.ring();
    await wake.wait(LONG, never);
    let woken = false;
    const second = wake.wait(LONG, never).then(() => {
      woken = true;
    });
    await Promise.resolve();
    expect(woken).toBe(false);
    wake.ring();
    await second;
  });

  it('ends when the time is over or the signal aborts', async () => {
    const wake = new Wake();
    await wake.wait(1, never);
    const stop = new AbortController();
    const waiting = wake.wait(LONG, stop.signal);
    stop.abort();
    await waiting;
    await wake.wait(LONG, stop.signal);
  });
});
