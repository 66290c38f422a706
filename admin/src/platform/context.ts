import type { CustomerStatus, Environment, MemberRole, OperatorRole } from '@aegis/contracts';

/** Who acts, from where, for whom. The explicit first argument of everything that reads or writes data. */

/** Where a call comes from. */
export interface Origin {
  requestId: string;
  ip: string;
  userAgent: string;
}

/** What proved the caller's identity. A token narrows what its maker's role allows. */
export type Credential =
  | { kind: 'session'; id: string }
  | {
      kind: 'token';
      id: string;
      scopes: readonly string[];
      customerId?: string;
      appId?: string;
      environment?: Environment;
    };

export interface Person {
  accountId: string;
  email: string;
  name: string;
  emailVerified: boolean;
}

export interface PublicContext {
  kind: 'public';
  origin: Origin;
}
export interface AccountContext {
  kind: 'account';
  origin: Origin;
  person: Person;
  credential: Credential;
}
export interface CustomerContext {
  kind: 'customer';
  origin: Origin;
  person: Person;
  credential: Credential;
  customer: { id: string; slug: string; name: string; status: CustomerStatus };
  role: MemberRole;
}
export interface OperatorContext {
  kind: 'operator';
  origin: Origin;
  person: Person;
  credential: Credential;
  role: OperatorRole;
}
/** Work that nobody asked for in a request: jobs, publishing, command lines. */
export interface SystemContext {
  kind: 'system';
  /** What acts, as the audit log names it: `publishing`, `operators:create`. */
  name: string;
}

export type Context = PublicContext | AccountContext | CustomerContext | OperatorContext | SystemContext;

/** How the audit log names the actor. */
export function actorOf(ctx: Context): { name: string; id?: string } {
  if (ctx.kind === 'system') return { name: ctx.name };
  if (ctx.kind === 'public') return { name: 'visitor' };
  return { name: ctx.person.email, id: ctx.person.accountId };
}

export const originOf = (ctx: Context): Origin | undefined =>
  ctx.kind === 'system' ? undefined : ctx.origin;

export const systemContext = (name: string): SystemContext => ({ kind: 'system', name });
