import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  getPlatformRevision,
  getRevision,
  type Liveness,
  type Operation,
} from '@aegis/contracts';
import { exitCodes, FixableError } from '../errors.ts';

const pollMs = 100;

/**
 * Follows a revision until every gateway serves it.
 * @throws FixableError when a gateway refuses it, or when the seconds are over
 */
export async function settle(
  api: Client,
  operation: Operation,
  revision: number,
  seconds: number,
): Promise<Liveness> {
  const read = operation.access.kind === 'operator' ? getPlatformRevision : getRevision;
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const { liveness } = (await api.call(read, { params: { revision } })).data;
    if (liveness.state === 'live') return liveness;
    if (liveness.refusals.length > 0) throw refusedBy(liveness);
    if (Date.now() >= deadline) throw tooLate(liveness, seconds);
    await pause(pollMs);
  }
}

export function describeLiveness(liveness: Liveness): string {
  const where = `${liveness.live_on} of ${liveness.gateways} gateways`;
  const revision = `revision ${liveness.revision}`;
  if (liveness.state === 'refused') return `${revision} refused; live on ${where}`;
  if (liveness.state !== 'live') return `${revision} on its way; live on ${where}`;
  return `${revision} live on ${where}${liveness.took_ms === undefined ? '' : `, ${liveness.took_ms} ms`}`;
}

function refusedBy({ refusals, revision }: Liveness): FixableError {
  const fields = refusals.map(({ gateway, document, reason }) => ({
    pointer: `${gateway} ${document}`,
    message: reason,
  }));
  return new FixableError({
    code: 'revision_refused',
    message: `Saved as revision ${revision}, but refused by gateways, which keep what they had.`,
    next: 'Correct the change; the reasons are above.',
    exit: exitCodes.failed,
    fields,
  });
}

function tooLate(liveness: Liveness, seconds: number): FixableError {
  const message = `Saved, but after ${seconds} s: ${describeLiveness(liveness)}.`;
  const next = 'Look with `aegis gateway status`; what is saved is not lost.';
  return new FixableError({ code: 'not_live_yet', message, next, exit: exitCodes.failed });
}
