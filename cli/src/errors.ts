import {
  type ErrorCodeName,
  errorCodes,
  type Operation,
  type Problem,
  ProblemError,
  UnreachableError,
} from '@aegis/contracts';

/** Whom an operation is for. */
type Kind = Operation['access']['kind'];

/** What scripts may rely on. `differences` belongs to comparing commands. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  differences: 2,
  refused: 3,
  notAllowed: 4,
  notFound: 5,
  usage: 64,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Fix {
  /** Stable word for scripts, as in the API's table of error codes. */
  code: string;
  message: string;
  /** What the reader can do now. */
  next: string;
  exit: ExitCode;
  requestId?: string | undefined;
  /** What is wrong with which part of the input; JSON pointers. */
  fields?: { pointer: string; message: string }[] | undefined;
}

/** An error that its reader can fix. Everything else that is thrown is a bug of ours and reported as one. */
export class FixableError extends Error {
  override readonly name = 'FixableError';
  readonly fix: Fix;
  constructor(fix: Fix, options?: ErrorOptions) {
    super(fix.message, options);
    this.fix = fix;
  }
}

export const usageError = (message: string, next: string): FixableError =>
  new FixableError({ code: 'usage', message, next, exit: exitCodes.usage });

export const notFoundError = (message: string, next: string): FixableError =>
  new FixableError({ code: 'not_found', message, next, exit: exitCodes.notFound });

function exitOf({ status, code }: Problem): ExitCode {
  if (code === 'customer_required') return exitCodes.usage;
  // Its status is that of the gateway's answer; here it is about the input.
  if (code === 'upstream_address_refused') return exitCodes.refused;
  if (status === 401 || status === 403) return exitCodes.notAllowed;
  if (status === 404) return exitCodes.notFound;
  if (status === 429 || status >= 500) return exitCodes.failed;
  return exitCodes.refused;
}

/** Codes whose way out is a command here, not a page of the dashboard. */
const nextSteps: Record<string, string> = {
  not_signed_in: 'Sign in with `aegis login`, or set AEGIS_TOKEN.',
  customer_required: 'Choose one with `aegis use <customer>` or `--customer`; `aegis whoami` lists them.',
  invalid_input: 'Correct the fields above.',
  trace_not_kept: 'Send the request again with the header that `aegis trace token` makes.',
  edited_meanwhile: 'Run the command again: it loads the newest state first.',
};

const operatorsOnly = 'Only operators of the platform may do this; `aegis whoami` shows whether you are one.';

function nextOf(problem: Problem, retryAfter: number | undefined, kind: Kind): string {
  if (problem.code === 'not_allowed' && kind === 'operator') return operatorsOnly;
  const known = nextSteps[problem.code];
  if (known) return known;
  if (retryAfter !== undefined) return `Wait ${retryAfter} s and try again.`;
  return problem.fix ?? 'Run `aegis doctor` to find what is wrong.';
}

/** Turns what a call to the admin API threw into what the reader can do about it. */
export function fixable(error: unknown, url: string, kind: Kind): unknown {
  if (error instanceof ProblemError) return fromProblem(error, url, kind);
  if (error instanceof UnreachableError) {
    const next = 'Check the address (`aegis config env`), or find the broken link with `aegis doctor`.';
    const message = `No answer from ${url}.`;
    return new FixableError({ code: 'unreachable', message, next, exit: exitCodes.failed }, { cause: error });
  }
  if (error instanceof SyntaxError) return notAegis(url, error);
  return error;
}

function fromProblem(error: ProblemError, url: string, kind: Kind): FixableError {
  const { problem } = error;
  if (isForeign(problem)) return notAegis(url, error);
  const { title, detail = title } = problem;
  return new FixableError(
    {
      code: problem.code,
      message: detail.replace(/\.$/, '') === title ? `${title}.` : `${title}: ${detail}`,
      next: nextOf(problem, error.retryAfter, kind),
      exit: exitOf(problem),
      requestId: problem.request_id,
      fields: problem.errors,
    },
    { cause: error },
  );
}

/** An answer of something else, or of a gateway, which has problems of its own but no admin API. */
function isForeign({ request_id, type, code }: Problem): boolean {
  if (request_id === undefined && type === 'about:blank') return true;
  return code in errorCodes && errorCodes[code as ErrorCodeName].by === 'gateway';
}

function notAegis(url: string, cause: Error): FixableError {
  const message = `${url} answers, but not like the admin API of Aegis.`;
  const next =
    'Give the address of the admin API or of the dashboard: --url, AEGIS_URL or `aegis login --url`.';
  return new FixableError({ code: 'not_aegis', message, next, exit: exitCodes.failed }, { cause });
}
