import { ProblemError, UnreachableError } from '@aegis/contracts';
import { explain, fieldProblems } from './problems.ts';

const problem = (extra: object, retryAfter?: number) =>
  new ProblemError(
    { type: 'about:blank', title: 'This slug is taken', status: 409, code: 'slug_taken', ...extra },
    retryAfter,
  );

describe('explain', () => {
  it('takes the fix of the code table when the answer brings none', () => {
    expect(explain(problem({}))).toEqual({ title: 'This slug is taken', detail: 'Choose another slug.' });
  });

  it('prefers the fix of the answer and keeps the detail before it', () => {
    expect(explain(problem({ detail: 'shop exists.', fix: 'Take shop-2.' })).detail).toBe(
      'shop exists. Take shop-2.',
    );
  });

  it('says how long to wait instead of the fix', () => {
    expect(explain(problem({}, 7)).detail).toBe('Try again in 7 s.');
  });

  it('shows the request id of our own failures only', () => {
    expect(explain(problem({ request_id: 'r1' })).requestId).toBeUndefined();
    expect(explain(problem({ status: 500, request_id: 'r1' })).requestId).toBe('r1');
  });

  it('survives a code that this build does not know', () => {
    expect(explain(problem({ code: 'toString' }))).toEqual({ title: 'This slug is taken' });
  });

  it('tells a missing answer from a refusal', () => {
    expect(explain(new UnreachableError('no answer')).title).toBe('The server does not answer');
  });
});

describe('fieldProblems', () => {
  it('turns pointers into field paths, with escapes undone', () => {
    const errors = [
      { pointer: '/targets/0/url', message: 'not an address' },
      { pointer: '#/a~1b/c~0d', message: 'no' },
    ];
    expect(fieldProblems(problem({ errors }))).toEqual([
      { field: 'targets.0.url', message: 'not an address' },
      { field: 'a/b.c~d', message: 'no' },
    ]);
  });

  it('has none for other errors', () => {
    expect(fieldProblems(new Error('no'))).toEqual([]);
  });
});
