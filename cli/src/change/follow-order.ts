import { setTimeout as pause } from 'node:timers/promises';
import {
  type CertificateOrder,
  type Client,
  getCertificate,
  getCertificateOrder,
  type Liveness,
} from '@aegis/contracts';
import { exitCodes, FixableError } from '../errors.ts';
import { settle } from './settle.ts';

const POLL_MS = 250;

/**
 * Follows an order until gateways show its certificate.
 * @throws FixableError when an attempt failed, when it was given up, or when the seconds are over
 */
export async function followOrder(
  api: Client,
  { app_id, id }: CertificateOrder,
  seconds: number,
): Promise<{ order: CertificateOrder; liveness: Liveness }> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const { data: order } = await api.call(getCertificateOrder, { params: { app_id, id } });
    if (order.certificate_id !== undefined) {
      const params = { app_id, id: order.certificate_id };
      const { liveness } = (await api.call(getCertificate, { params })).data;
      const left = Math.max(1, Math.ceil((deadline - Date.now()) / 1_000));
      return { order, liveness: await settle(api, getCertificate, liveness.revision, left) };
    }
    const goesOn = order.status === 'pending' && order.next_attempt_at === undefined;
    if (!goesOn || Date.now() >= deadline) throw notIssued(order);
    await pause(POLL_MS);
  }
}

function notIssued({ hosts, status, problem }: CertificateOrder): FixableError {
  const waits = status === 'pending';
  const state = waits ? 'is not issued yet' : `was not issued; the order is ${status}`;
  return new FixableError({
    code: waits ? 'certificate_not_issued_yet' : 'certificate_not_issued',
    message: `The certificate for ${hosts.join(', ')} ${state}${problem ? `: ${problem.reason}` : ''}.`,
    next: problem?.next_step ?? 'Look with `aegis ssl orders`; the order goes on.',
    exit: exitCodes.failed,
  });
}
