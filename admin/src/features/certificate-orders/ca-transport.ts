import { axios } from 'acme-client';
import { type BoundedAnswer, CallError, noAnswerBecause } from '../../platform/outgoing/bounded-call.ts';
import type { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { CaProblem, problemOf } from './ca-problem.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 256 * 1024;

/**
 * Lets the ACME library call within the policy of outgoing calls, also where the authority's directory points to.
 * What it answers with an error becomes a `CaProblem`; only `badNonce` is left to the library, which repeats the call.
 */
export function callThrough(outgoing: Outgoing, roots: string | undefined): void {
  axios.defaults.adapter = async (config) => {
    const url = new URL(config.url ?? '');
    if (url.protocol !== 'https:') {
      throw new CaProblem('unusable', `${url.host}: the certificate authority is called by HTTPS only`);
    }
    const answer = await outgoing
      .call({
        url,
        method: (config.method ?? 'get').toUpperCase(),
        headers: { 'content-type': 'application/jose+json', accept: '*/*' },
        ...(typeof config.data === 'string' && { body: config.data }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        roots,
      })
      .catch((error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        throw new CaProblem('unreachable', `${url.host}: ${noAnswerBecause[error.kind]}`);
      });
    const data = textOf(url, answer);
    return { data, status: answer.status, statusText: '', headers: answer.headers, config };
  };
}

/** @throws CaProblem for every answer that is none */
function textOf(url: URL, { status, headers, body, truncated }: BoundedAnswer): string {
  if (truncated) throw new CaProblem('unusable', `${url.host} answered more than ${MAX_BYTES} bytes`);
  const text = body.toString('utf8');
  if (status < 300) return text;
  const retryAfterS = secondsOf(headers['retry-after']);
  if (status >= 500) throw new CaProblem('unreachable', `${url.host} answered ${status}`, retryAfterS);
  const problem = problemOf(jsonOf(text), retryAfterS);
  if (problem.kind === 'badNonce') return text;
  if (problem.kind === 'unusable') throw new CaProblem('unusable', `${url.host} answered ${status}`);
  throw problem;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` is a number of seconds or a date (RFC 9110 10.2.3). */
function secondsOf(text = ''): number {
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}
