import { type Operation, refresh } from '@aegis/contracts';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Keyring } from '../crypto/keyring.ts';
import { OPEN, OPERATION } from '../http/handles.ts';
import { Problem } from '../http/problem.ts';
import { originFrom, setCallState } from '../http/request-state.ts';
import { Authenticator, type Caller } from './authenticator.ts';
import { authorize } from './authorize.ts';
import { SessionCookies } from './cookies.ts';
import { bearerToken } from './token-text.ts';

/** Stands before every handler. One without a contract and not marked open answers nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly keyring: Keyring,
    private readonly cookies: SessionCookies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const operation = this.reflector.get<Operation | undefined>(OPERATION, context.getHandler());
    if (!operation) {
      if (this.reflector.get<boolean | undefined>(OPEN, context.getHandler())) return true;
      throw new Problem('not_found');
    }
    const caller = operation.access.kind === 'public' ? undefined : await this.#identify(request, operation);
    const slug = request.headers['aegis-customer'];
    const ctx = authorize(
      operation,
      originFrom(request),
      caller,
      typeof slug === 'string' ? slug : undefined,
    );
    setCallState(request, { ctx });
    return true;
  }

  /** A bearer token wins over a cookie: a page cannot be tricked into sending one. */
  async #identify(request: FastifyRequest, operation: Operation): Promise<Caller | undefined> {
    if (request.headers.authorization !== undefined) {
      const token = bearerToken(request.headers.authorization);
      return token === undefined ? undefined : this.authenticator.byToken(token);
    }
    const session = request.cookies[this.cookies.session];
    if (session === undefined || session === '') return undefined;
    const caller = await this.authenticator.bySession(session);
    if (caller && operation.method !== 'GET') this.#checkCsrf(request, caller, operation);
    return caller;
  }

  /**
   * The proof is bound to the session, so that a cookie planted by a sibling domain does not help. The call that
   * hands out the proof cannot ask for it: it changes nothing, and a foreign page cannot read its answer.
   */
  #checkCsrf(request: FastifyRequest, caller: Caller, operation: Operation): void {
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new Problem('csrf_failed');
    if (operation.id === refresh.id) return;
    const proof = request.headers['x-csrf-token'];
    if (typeof proof !== 'string' || !this.keyring.verifyMac('csrf', caller.credential.id, proof)) {
      throw new Problem('csrf_failed');
    }
  }
}
