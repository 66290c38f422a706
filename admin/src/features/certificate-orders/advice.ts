import type { CaProblem } from './ca-problem.ts';

/** What follows from a problem. */
export interface Advice {
  nextStep: string;
  /** Trying again is of no use. */
  final?: true;
  /** Nothing that the company could do about; such an order is tried for longer. */
  ours?: true;
}

const reach =
  'Point the DNS records (A and AAAA) of every host at the gateways, open their port 80 to the internet, then retry.';
const operator = 'The operator of the platform has to look at its account with the certificate authority.';

/** By error type (RFC 8555 6.7), and our own. */
const known: Record<string, Advice> = {
  dns: { nextStep: reach },
  connection: { nextStep: reach },
  tls: { nextStep: reach },
  unauthorized: {
    nextStep: `Something else than the gateways answers for a host. ${reach}`,
  },
  incorrectResponse: {
    nextStep: `Something else than the gateways answers for a host. ${reach}`,
  },
  caa: { nextStep: 'Let a CAA record of the domain name the certificate authority, then retry.' },
  rejectedIdentifier: { nextStep: 'Upload a certificate for these hosts instead.', final: true },
  unsupportedIdentifier: { nextStep: 'Upload a certificate for these hosts instead.', final: true },
  externalAccountRequired: { nextStep: operator, final: true },
  userActionRequired: { nextStep: operator, final: true },
  rateLimited: {
    nextStep: 'Nothing: it is tried again when the certificate authority takes orders.',
    ours: true,
  },
  unreachable: {
    nextStep: 'Nothing: it is tried again until the certificate authority answers.',
    ours: true,
  },
  serverInternal: {
    nextStep: 'Nothing: it is tried again until the certificate authority answers.',
    ours: true,
  },
  gateways: { nextStep: 'Nothing: it is tried again until every gateway follows.', ours: true },
};

export const adviceFor = ({ kind }: CaProblem): Advice =>
  (Object.hasOwn(known, kind) ? known[kind] : undefined) ?? {
    nextStep: 'Retry; if it fails again, tell the operator.',
  };

/** Waiting time after the first, second, … failed attempt, in seconds; the last one from then on. */
const WAITS_S = [60, 300, 900, 3_600, 14_400];
/** Authorities let five validations of a host fail within an hour. */
export const MAX_ATTEMPTS = 6;
/** About a week: a certificate authority that is away that long harms no order. */
export const MAX_ATTEMPTS_OF_OURS = 45;

/** Seconds until an order is tried again that has failed so often, this one included; none when it is given up. */
export function waitAfter(attempts: number, problem: CaProblem): number | undefined {
  const { final = false, ours = false } = adviceFor(problem);
  if (final || attempts >= (ours ? MAX_ATTEMPTS_OF_OURS : MAX_ATTEMPTS)) return undefined;
  const wait = WAITS_S[Math.min(attempts, WAITS_S.length) - 1] ?? 0;
  return Math.max(wait, problem.retryAfterS);
}

/**
 * When the successor of a certificate is ordered: with a third of its life left, a little earlier for some, so that
 * those of one day do not all come back on one day. @param chance from 0 to 1
 */
export function renewalOf(validFrom: Date, expiresAt: Date, chance: number): Date {
  const life = expiresAt.getTime() - validFrom.getTime();
  return new Date(expiresAt.getTime() - life / 3 - (chance * life) / 60);
}
