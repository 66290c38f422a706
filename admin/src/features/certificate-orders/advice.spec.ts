import { adviceFor, MAX_ATTEMPTS, MAX_ATTEMPTS_OF_OURS, renewalOf, waitAfter } from './advice.ts';
import { CaProblem, problemOf } from './ca-problem.ts';

const waits = (problem: CaProblem): number[] => {
  const found: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const wait = waitAfter(attempts, problem);
    if (wait === undefined) return found;
    found.push(wait);
  }
};
const DAY_S = 86_400;

describe('what follows from a problem', () => {
  it('gives what the company can mend five more attempts, within what authorities let fail', () => {
    const found = waits(new CaProblem('dns', 'no address'));
    expect(found).toHaveLength(MAX_ATTEMPTS - 1);
    expect(found).toEqual([60, 300, 900, 3_600, 14_400]);
  });

  it('waits about a week for an authority that is away', () => {
    const found = waits(new CaProblem('unreachable', 'nothing answers'));
    expect(found).toHaveLength(MAX_ATTEMPTS_OF_OURS - 1);
    const days = found.reduce((sum, wait) => sum + wait, 0) / DAY_S;
    expect(days).toBeGreaterThan(6.5);
    expect(days).toBeLessThan(8);
  });

  it('leaves an authority alone for as long as it wants', () => {
    expect(waitAfter(1, new CaProblem('rateLimited', 'too many', 7_200))).toBe(7_200);
    expect(waitAfter(3, new CaProblem('rateLimited', 'too many', 5))).toBe(900);
  });

  it.each(['rejectedIdentifier', 'unsupportedIdentifier', 'externalAccountRequired', 'userActionRequired'])(
    'does not try %s again',
    (kind) => {
      expect(waitAfter(1, new CaProblem(kind, 'no'))).toBeUndefined();
    },
  );

  it('has a next step for every problem, also for one that nobody knows', () => {
    for (const kind of ['dns', 'connection', 'caa', 'gateways', 'constructor', '', 'what is new']) {
      expect(adviceFor(new CaProblem(kind, 'x')).nextStep).toMatch(/\w{4}/);
    }
  });
});

describe('what an authority says', () => {
  it('is its type and its words', () => {
    expect(problemOf({ type: 'urn:ietf:params:acme:error:caa', detail: 'CAA forbids' })).toMatchObject({
      kind: 'caa',
      message: 'CAA forbids',
    });
  });

  it.each([undefined, null, 'text', 7, [], {}, { type: 7, detail: {} }, { type: 'about:blank' }])(
    'may be %j',
    (document) => {
      expect(problemOf(document)).toMatchObject({ kind: 'unusable', message: 'it does not say why' });
    },
  );

  it('is bounded, on one line, without what steers a terminal', () => {
    const { message } = problemOf({ detail: `a\u001b[2J\nb\u202e${'c'.repeat(9_000)}` });
    expect(message).toMatch(/^a \[2J b c+$/);
    expect(message).toHaveLength(500);
  });
});

describe('renewal', () => {
  const from = new Date('2026-01-01T00:00:00Z');
  const until = new Date('2026-04-01T00:00:00Z');

  it('is due with a third of the life left, at the earliest a sixtieth of it before', () => {
    expect(renewalOf(from, until, 0)).toEqual(new Date('2026-03-02T00:00:00Z'));
    expect(renewalOf(from, until, 1)).toEqual(new Date('2026-02-28T12:00:00Z'));
  });

  it('is due within days for certificates that live for days', () => {
    const soon = new Date('2026-01-07T00:00:00Z');
    expect(renewalOf(from, soon, 0)).toEqual(new Date('2026-01-05T00:00:00Z'));
  });
});
