import { jest } from '@jest/globals';
import { FixableError } from './errors.ts';
import { report } from './report.ts';

const fix = {
  code: 'invalid_input',
  message: 'Some fields are not valid.',
  next: 'Correct them.',
  exit: 3,
  requestId: 'r1',
  fields: [{ pointer: '/name', message: 'too \u001b[2Jlong' }],
} as const;

describe('reporting errors', () => {
  let out: string[];
  let err: string[];
  const exitCode = process.exitCode;

  beforeEach(() => {
    out = [];
    err = [];
    jest.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
    jest.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = exitCode;
  });

  it('tells people what, where, the next step and the request id, and nothing that moves the cursor', () => {
    report(new FixableError({ ...fix, fields: [...fix.fields] }), false, 'routes create');
    const text = err.join('\n');
    for (const part of ['(invalid_input)', '/name', 'Correct them.', 'r1']) expect(text).toContain(part);
    expect(text).not.toContain('\u001b[2J');
    expect([out, process.exitCode]).toEqual([[], 3]);
  });

  it('tells machines the same on standard output', () => {
    report(new FixableError({ ...fix, fields: [...fix.fields] }), true, 'routes create');
    expect(JSON.parse(out.join(''))).toEqual({
      error: { code: fix.code, message: fix.message, fix: fix.next, request_id: 'r1', errors: fix.fields },
    });
    expect(err).toEqual([]);
  });

  it('calls a bug of ours a bug of ours', () => {
    report(new TypeError('x is not a function'), false, 'apps list');
    expect(err.join('\n')).toContain('bug');
    expect(err.join('\n')).toContain('aegis apps list');
    expect(process.exitCode).toBe(1);
  });

  it('keeps the code of a command that has said everything', () => {
    report(Object.assign(new Error(), { code: 'EEXIT', oclif: { exit: 5 } }), false, 'x');
    expect([err, process.exitCode]).toEqual([[], 5]);
  });
});
