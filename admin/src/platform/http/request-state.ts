import type { FastifyRequest } from 'fastify';
import type { Context, Origin } from '../context.ts';

/** What guard, handler and filter know of one request, beside the request itself. */
interface CallState {
  ctx: Context;
}

const states = new WeakMap<object, CallState>();

export function setCallState(request: FastifyRequest, state: CallState): void {
  states.set(request.raw, state);
}

export function callState(request: FastifyRequest): CallState {
  const state = states.get(request.raw);
  if (!state) throw new Error('the guard did not run');
  return state;
}

export const originFrom = (request: FastifyRequest): Origin => ({
  requestId: request.id,
  ip: request.ip,
  userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
});
