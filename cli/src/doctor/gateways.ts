import { listGateways, listMail } from '@aegis/contracts';
import { exitCodes, FixableError } from '../errors.ts';
import { troubles } from '../gateways.ts';
import { broken, type Finding, type Link, ok, type Patient, skipped, warning } from './chain.ts';

const forOperators = 'only operators see this';

/** A member who is no operator is refused here, which is no fault of the installation. */
async function asOperator(patient: Patient, check: () => Promise<Finding>): Promise<Finding> {
  if (patient.me?.operator_role === undefined) return skipped(forOperators);
  try {
    return await check();
  } catch (error) {
    if (error instanceof FixableError && error.fix.exit === exitCodes.notAllowed)
      return skipped(forOperators);
    throw error;
  }
}

export const gatewaysUp: Link = {
  name: 'gateways',
  check: (patient) =>
    asOperator(patient, async () => {
      const { items } = (await patient.api.call(listGateways)).data;
      patient.gateways = items.filter(({ state }) => state === 'up');
      const gone = items.filter(({ state }) => state === 'gone').map(({ name }) => name);
      const up = patient.gateways.map(({ name }) => name).join(', ');
      if (up === '') return broken('none is up', 'Start one, and check its AEGIS_REDIS_* addresses.');
      if (gone.length > 0)
        return warning(`${up}; gone: ${gone.join(', ')}`, 'Start it again, or ignore it if it was removed.');
      return ok(up);
    }),
};

export const gatewaysCurrent: Link = {
  name: 'configuration',
  async check({ gateways }) {
    if (!gateways) return skipped(forOperators);
    const [first] = gateways.flatMap(troubles);
    if (first) return broken(`${first.gateway} ${first.text}`, first.fix);
    return ok(`every gateway serves revision ${gateways[0]?.revision ?? 0}`);
  },
};

export const mailLeaves: Link = {
  name: 'mail',
  check: (patient) =>
    asOperator(patient, async () => {
      const { items } = (await patient.api.call(listMail, { query: { limit: 50 } })).data;
      const kept = items.filter(({ state }) => state === 'kept').length;
      const failed = items.find(({ state }) => state === 'failed');
      if (failed) return warning(`mail fails: ${failed.error ?? 'no reason given'}`, 'Check AEGIS_SMTP_URL.');
      if (kept > 0) {
        const fix = 'Set AEGIS_SMTP_URL; until then read mail in the operator console.';
        return warning(`${kept} of the newest mails stayed in the outbox: no mail server is set`, fix);
      }
      return ok('nothing stuck');
    }),
};
