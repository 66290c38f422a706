import { Problem } from '../../platform/http/problem.ts';
import type { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { type TargetInput, targetOf } from './targets.ts';

/**
 * Every target's host is resolved, and every address checked. The gateway checks again when it connects, since a name
 * may point elsewhere by then. @throws Problem upstream_address_refused
 */
export async function assertAddresses(outgoing: Outgoing, targets: readonly TargetInput[]): Promise<void> {
  for (const target of targets) {
    const { host } = targetOf(target);
    const refused = await outgoing.refusedAddress(host);
    if (refused) throw addressRefused(host, refused.address, refused.rule);
  }
}

export const addressRefused = (host: string, address: string, rule: string): Problem =>
  new Problem('upstream_address_refused', {
    detail:
      `${host === address ? address : `${host} is ${address}, which`} may not be called (${rule}). ` +
      'Only the operator of this platform can permit it, with AEGIS_UPSTREAM_ALLOW.',
  });
