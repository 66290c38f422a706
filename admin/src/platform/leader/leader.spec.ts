import { roles } from '@aegis/migrations';
import pg from 'pg';
import { pino } from 'pino';
import { createDatabase, redisUrl, type TestDatabase } from '../../testing/database.ts';
import { SECRET, testEnv } from '../../testing/test-env.ts';
import { urlFor } from '../database/role-passwords.ts';
import { Leader, leaderLocks, leaderSession } from './leader.ts';

const TIMEOUT = 60_000;

/** A promise with its end in hand. */
function signalled(): { done: Promise<void>; say: () => void } {
  let say = () => {};
  const done = new Promise<void>((resolve) => {
    say = resolve;
  });
  return { done, say: () => say() };
}

describe('leader', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  /** A candidate that leads until it is stopped or loses the lock. */
  function candidate(lead: (signal: AbortSignal) => Promise<void> = endOf) {
    const env = testEnv({ database: database.url, redis: redisUrl() });
    const elected = signalled();
    const leader = new Leader(env, pino({ level: 'silent' }), 'usage', async ({ signal }) => {
      elected.say();
      await lead(signal);
    });
    leader.start();
    return { leader, elected: elected.done };
  }
  const endOf = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

  it(
    'is one at a time, and the next when the first stops',
    async () => {
      const order: string[] = [];
      const first = candidate(async (signal) => {
        order.push('first leads');
        await endOf(signal);
        order.push('first ends');
      });
      await first.elected;
      const second = candidate(async (signal) => {
        order.push('second leads');
        await endOf(signal);
      });
      await first.leader.stop();
      await second.elected;
      await second.leader.stop();
      expect(order).toEqual(['first leads', 'first ends', 'second leads']);
    },
    TIMEOUT,
  );

  it(
    'leads again after its work failed',
    async () => {
      let times = 0;
      const again = signalled();
      const { leader } = candidate(async (signal) => {
        times += 1;
        if (times === 1) throw new Error('once');
        again.say();
        await endOf(signal);
      });
      await again.done;
      await leader.stop();
    },
    TIMEOUT,
  );

  it(
    'takes over from one that stands still',
    async () => {
      const still = new pg.Client({ connectionString: urlFor(database.url, SECRET, roles.platform) });
      still.on('error', () => undefined);
      await still.connect();
      await still.query(leaderSession);
      await still.query('SELECT pg_advisory_lock($1)', [leaderLocks.usage]);
      const { leader, elected } = candidate();
      await elected;
      await leader.stop();
    },
    TIMEOUT,
  );
});
