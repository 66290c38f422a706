import { performance } from 'node:perf_hooks';
import {
  type Client,
  createApp,
  createKey,
  createRoute,
  deleteRoute,
  getRevision,
  revokeKey,
} from '@aegis/contracts';
import { waitUntil } from '@aegis/stack';
import { paceFor } from '../load/pace.ts';
import { load } from '../load/wrk.ts';
import { type Installation, statusOf } from './installation.ts';

/** An app that is changed while it is served. */
export interface ChangedApp {
  api: Client;
  id: string;
  gateway: string;
  host: string;
  key: string;
}

const LIVE = { everyMs: 5 };
/** Requests a second to the gateway while keys are revoked. */
const BUSY = 2_000;

export async function changedApp(
  { demo }: Installation,
  api: Client,
  upstreamUrl: string,
): Promise<ChangedApp> {
  const { data, revision } = await api.call(createApp, {
    body: { name: 'Changed', upstream_url: upstreamUrl },
  });
  await liveTime(api, revision);
  const { first_key: key = '', slug, id } = data;
  return { api, id, gateway: demo.gateway, host: `${slug}.localhost`, key };
}

/** Milliseconds from a saved change until the last gateway served it, as the platform itself tells its customers. */
async function liveTime(api: Client, revision = 0): Promise<number> {
  let took = 0;
  await waitUntil(
    `revision ${revision} to be live`,
    async () => {
      const { liveness } = (await api.call(getRevision, { params: { revision } })).data;
      took = liveness.took_ms ?? 0;
      return liveness.state === 'live';
    },
    LIVE,
  );
  return took;
}

/** A route comes and goes. @returns milliseconds until each change was live everywhere */
export async function changeTimes({ api, id }: ChangedApp, times: number): Promise<number[]> {
  const took: number[] = [];
  while (took.length < times) {
    const body = { name: 'changed', path: '/changed' };
    const { data, revision } = await api.call(createRoute, { params: { app_id: id }, body });
    took.push(await liveTime(api, revision));
    const deleted = await api.call(deleteRoute, { params: { app_id: id, id: data.id } });
    took.push(await liveTime(api, deleted.revision));
  }
  return took;
}

/** Keys are made and revoked under load. @returns milliseconds from the answer to a revocation until a 401 */
export async function revocationTimes(app: ChangedApp, times: number): Promise<number[]> {
  const took: number[] = [];
  let revoking = true;
  const target = { url: app.gateway, headers: { Host: app.host, 'X-API-Key': app.key } };
  const busy = async () => {
    while (revoking) await load(target, paceFor(BUSY), 1);
  };
  const revoke = async () => {
    try {
      for (let n = 0; n < times; n += 1) took.push(await revocationTime(app, `revoked ${n}`));
    } finally {
      revoking = false;
    }
  };
  await Promise.all([busy(), revoke()]);
  return took;
}

async function revocationTime({ api, id, gateway, host }: ChangedApp, name: string): Promise<number> {
  const { data } = await api.call(createKey, { params: { app_id: id }, body: { name } });
  const answered = (status: number) => async () => (await statusOf(gateway, host, data.secret)) === status;
  await waitUntil(`${name} to be known`, answered(200), LIVE);
  await api.call(revokeKey, { params: { app_id: id, id: data.id } });
  const began = performance.now();
  await waitUntil(`${name} to be refused`, answered(401), { everyMs: 1 });
  return performance.now() - began;
}
