import { type ErrorCodeName, errorCodes, type Problem as ProblemBody } from '@aegis/contracts';

export interface FieldError {
  /** RFC 6901 pointer into the body, or `/name` of a parameter. */
  pointer: string;
  message: string;
}

interface Details {
  detail?: string;
  errors?: FieldError[];
  /** Seconds until a repetition makes sense. */
  retryAfter?: number;
  cause?: unknown;
}

/** A refusal as the caller sees it (RFC 9457). The message is for callers; `cause` is for the log alone. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCodeName,
    details: Details = {},
  ) {
    super(details.detail ?? errorCodes[code].title, { cause: details.cause });
    this.detail = details.detail;
    this.errors = details.errors;
    this.retryAfter = details.retryAfter;
  }

  static notFound(what: string): Problem {
    return new Problem('not_found', { detail: `There is no such ${what}.` });
  }

  static invalid(pointer: string, message: string): Problem {
    return new Problem('invalid_input', { errors: [{ pointer, message }] });
  }

  static conflict(detail: string): Problem {
    return new Problem('conflict', { detail });
  }

  get status(): number {
    return errorCodes[this.code].status;
  }

  body(docsUrl: string, requestId: string): ProblemBody {
    const { title, status, fix } = errorCodes[this.code];
    return {
      type: `${docsUrl}#${this.code}`,
      title,
      status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      fix,
      request_id: requestId,
      ...(this.errors ? { errors: this.errors } : {}),
    };
  }
}
