/** Prefix of the error types that RFC 8555 6.7 registers. */
const REGISTERED = 'urn:ietf:params:acme:error:';

/** Beside those: the authority was not reached, answers in a way that cannot be used, or waits for our gateways. */
type OwnKind = 'unreachable' | 'unusable' | 'gateways';

/** Why an order does not get on. The message is the authority's own or ours, for the people of the company. */
export class CaProblem extends Error {
  override readonly name = 'CaProblem';
  constructor(
    /** An error type of RFC 8555 without its prefix, or one of ours. */
    readonly kind: OwnKind | (string & {}),
    message: string,
    /** Seconds that the authority wants to be left alone. */
    readonly retryAfterS = 0,
  ) {
    super(message);
  }
}

const MAX_TEXT = 500;

/** Texts of the authority may hold anything, also what a stranger's web server answered to it. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, MAX_TEXT);

/** What an ACME problem document says (RFC 8555 6.7), whatever it turns out to be. */
export function problemOf(document: unknown, retryAfterS = 0): CaProblem {
  const { type, detail } = (document ?? {}) as { type?: unknown; detail?: unknown };
  const kind =
    typeof type === 'string' && type.startsWith(REGISTERED) ? type.slice(REGISTERED.length) : 'unusable';
  const text = typeof detail === 'string' ? detail : 'it does not say why';
  return new CaProblem(kind, printable(text), retryAfterS);
}
