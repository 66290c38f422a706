import { getMe, platformInfo } from '@aegis/contracts';
import { z } from 'zod';
import { FixableError } from '../errors.ts';
import { broken, type Link, ok, skipped, warning } from './chain.ts';

const series = (version: string): string => version.split('.', 2).join('.');

export const adminAnswers: Link = {
  name: 'admin',
  async check({ api, settings, version }) {
    const { data } = await api.call(platformInfo).catch((error: unknown) => {
      throw unreachableHere(error);
    });
    if (series(data.version) === series(version)) return ok(`${settings.url.value}, version ${data.version}`);
    const text = `${settings.url.value} is version ${data.version}, this command line ${version}`;
    return warning(text, 'Use the command line of the same version.');
  },
};

/** The general advice for an address without an answer is to run the doctor, who knows better. */
function unreachableHere(error: unknown): unknown {
  if (!(error instanceof FixableError && error.fix.code === 'unreachable')) return error;
  const next =
    'Start the admin service (`npm start`), or correct the address: --url, AEGIS_URL, `aegis login`.';
  return new FixableError({ ...error.fix, next }, { cause: error });
}

const Readiness = z.object({
  ready: z.boolean(),
  dependencies: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
});

export const dependenciesAnswer: Link = {
  name: 'databases',
  async check({ settings }) {
    const readiness = Readiness.safeParse(await readyAnswer(settings.url.value));
    // The dashboard's server does not pass /ready on: it answers something else, or nothing.
    if (!readiness.success)
      return skipped('only the admin API itself tells; this is the address of the dashboard');
    const entries = Object.entries(readiness.data.dependencies);
    const away = entries.filter(([, { ok: answers }]) => !answers);
    if (away.length === 0) return ok(entries.map(([name]) => name).join(', '));
    const text = away
      .map(([name, { reason }]) => `${name} is away (${reason ?? 'no reason given'})`)
      .join(', ');
    return broken(text, 'Start it, or correct its address in the environment of the admin service.');
  },
};

async function readyAnswer(url: string): Promise<unknown> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(10_000) });
    return await response.json();
  } catch {
    return undefined;
  }
}

export const signedIn: Link = {
  name: 'sign-in',
  async check(patient) {
    if (patient.settings.token.value === undefined) {
      return broken('nobody is signed in', 'Sign in with `aegis login`, or set AEGIS_TOKEN.');
    }
    patient.me = (await patient.api.call(getMe)).data;
    const { account, operator_role } = patient.me;
    return ok(`${account.email}${operator_role ? `, operator (${operator_role})` : ''}`);
  },
};
