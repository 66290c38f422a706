import type { Environment } from '@aegis/contracts';
import { gatewayKeys, makeTraceToken } from '@aegis/contracts/node';
import type { Env } from '../../platform/env/env.ts';

export interface Wanted {
  appId: string;
  environment: Environment | undefined;
  /** How long it lasts, from `now`. */
  seconds: number;
  now: Date;
}

/** A token that has the requests which carry it traced, and when it ends. */
export function freshToken(env: Env, { appId, environment, seconds, now }: Wanted) {
  const expiresAt = Math.floor(now.getTime() / 1_000) + seconds;
  const { trace } = gatewayKeys(env.AEGIS_GATEWAY_SECRET);
  const token = makeTraceToken(trace, { appId, environment: environment ?? 'all', expiresAt });
  return { token, expiresAt: new Date(expiresAt * 1_000) };
}
