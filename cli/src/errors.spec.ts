import { ProblemError, UnreachableError } from '@aegis/contracts';
import { FixableError, fixable } from './errors.ts';

const problem = (status: number, code: string, rest: object = {}) =>
  new ProblemError(
    { type: 'https://docs', title: 'A title', status, code, request_id: 'r1', ...rest },
    undefined,
  );
const fixOf = (error: unknown) => {
  const mapped = fixable(error, 'http://admin', 'customer');
  if (!(mapped instanceof FixableError)) throw new Error('not fixable');
  return mapped.fix;
};

describe('exit codes of answers', () => {
  it.each([
    [401, 'not_signed_in', 4],
    [403, 'not_allowed', 4],
    [404, 'not_found', 5],
    [409, 'conflict', 3],
    [412, 'edited_meanwhile', 3],
    [422, 'invalid_input', 3],
    [502, 'upstream_address_refused', 3],
    [400, 'customer_required', 64],
    [429, 'too_many_attempts', 1],
    [500, 'internal_error', 1],
    [503, 'unavailable', 1],
  ])('%i %s ends with %i', (status, code, exit) => expect(fixOf(problem(status, code)).exit).toBe(exit));
});

describe('what the reader is told', () => {
  it('is title and detail, the fix of the server, the fields and the request id', () => {
    const errors = [{ pointer: '/path', message: 'starts with /' }];
    expect(fixOf(problem(422, 'invalid_input', { detail: 'one field', errors }))).toEqual({
      code: 'invalid_input',
      message: 'A title: one field',
      next: 'Correct the fields above.',
      exit: 3,
      requestId: 'r1',
      fields: errors,
    });
  });

  it('does not say the same twice', () => {
    expect(fixOf(problem(409, 'conflict', { detail: 'A title.' })).message).toBe('A title.');
  });

  it('takes the fix of the server where there is no better one here', () => {
    expect(fixOf(problem(409, 'conflict', { fix: 'Do this.' })).next).toBe('Do this.');
  });

  it('does not send somebody who is no operator to an owner of the company', () => {
    const mapped = fixable(problem(403, 'not_allowed', { fix: 'Ask an owner.' }), 'http://admin', 'operator');
    expect(mapped).toMatchObject({ fix: { next: expect.stringContaining('operators') } });
  });

  it('names the command to sign in', () => {
    expect(fixOf(problem(401, 'not_signed_in', { fix: 'Send a cookie.' })).next).toContain('aegis login');
  });

  it('says how long to wait', () => {
    const limited = new ProblemError({ ...problem(429, 'too_many_attempts').problem }, 7);
    expect(fixOf(limited).next).toContain('7 s');
  });

  it('names an address without an answer', () => {
    expect(fixOf(new UnreachableError('no answer')).message).toContain('http://admin');
  });

  it('recognises a server that is no admin API', () => {
    expect(fixOf(new SyntaxError('Unexpected token <')).code).toBe('not_aegis');
    const page = new ProblemError(
      { type: 'about:blank', title: 'Not Found', status: 404, code: 'x' },
      undefined,
    );
    expect(fixOf(page).code).toBe('not_aegis');
    expect(fixOf(problem(404, 'unknown_host')).code).toBe('not_aegis');
  });

  it('leaves bugs of ours as they are', () => {
    const bug = new TypeError('undefined is not a function');
    expect(fixable(bug, 'http://admin', 'public')).toBe(bug);
  });
});
