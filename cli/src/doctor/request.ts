import { type App, type ErrorCodeName, errorCodes, listApps, tryApp } from '@aegis/contracts';
import { FixableError } from '../errors.ts';
import { broken, type Finding, type Link, ok, type Patient, skipped, warning } from './chain.ts';

/** Sends one request the way that clients' requests go, to the first app that can serve one. */
export const requestPasses: Link = {
  name: 'request',
  async check(patient) {
    if (noCompany(patient)) return skipped('needs a company: --customer or `aegis use <customer>`');
    const { items } = (await patient.api.call(listApps, { query: { limit: 50 } })).data;
    const app = items.find(({ status, environments }) => status === 'active' && environments.some(isReady));
    const environment = app?.environments.find(isReady);
    if (!app || !environment) return skipped('no app has an upstream yet');
    const body = { environment: environment.name, path: '/' };
    const { data } = await patient.api.call(tryApp, { params: { id: app.id }, body }).catch(noGateway);
    return judge(`${app.slug} (${environment.name}) answered ${data.status} in ${data.took_ms} ms`, data);
  },
};

/** The admin service sends the request; it says so when it finds no gateway to send it to. */
function noGateway(error: unknown): never {
  if (!(error instanceof FixableError && error.fix.code === 'unavailable')) throw error;
  const next = 'Start a gateway, or correct AEGIS_GATEWAY_URL of the admin service.';
  throw new FixableError({ ...error.fix, next }, { cause: error });
}

const isReady = ({ ready, hosts }: App['environments'][number]): boolean => ready && hosts.length > 0;

const noCompany = ({ me, settings }: Patient): boolean =>
  settings.customer.value === undefined && me?.memberships.length !== 1;

/** What the gateway itself could not do is broken; what the customer's backend did is worth a word. */
export function judge(text: string, answer: { status: number; body: string }): Finding {
  if (answer.status < 500) return ok(text);
  const code = codeOf(answer.body);
  if (code === undefined) return warning(`${text}: the backend failed`, "Look at the backend's log.");
  const { fix } = errorCodes[code];
  return code.startsWith('upstream_') ? warning(`${text} (${code})`, fix) : broken(`${text} (${code})`, fix);
}

function codeOf(body: string): ErrorCodeName | undefined {
  try {
    const { code } = JSON.parse(body) as { code?: string };
    return code !== undefined && code in errorCodes ? (code as ErrorCodeName) : undefined;
  } catch {
    return undefined;
  }
}
