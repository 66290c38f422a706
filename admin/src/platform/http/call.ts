import type { Operation } from '@aegis/contracts';
import type { z } from 'zod';
import type { AccountContext, CustomerContext, OperatorContext, PublicContext } from '../context.ts';
import type { Reply } from './reply.ts';

interface ContextKinds {
  public: PublicContext;
  account: AccountContext;
  customer: CustomerContext;
  operator: OperatorContext;
}

/** The context that the guard gives a handler follows from the operation's access. */
export type ContextOf<O extends Operation> = ContextKinds[O['access']['kind'] & keyof ContextKinds];

/** What a handler gets: everything checked against the contract. */
export interface Call<O extends Operation> {
  ctx: ContextOf<O>;
  params: z.output<O['params']>;
  query: z.output<O['query']>;
  body: z.output<O['body']>;
  /** Version that the caller saw (`If-Match`). Absent: whatever is there now. */
  ifMatch: number | undefined;
  /** Value of a request cookie. */
  cookie: (name: string) => string | undefined;
}

type Body<O extends Operation> = z.input<O['response']>;

/** What a handler gives: the contract's response, with or without headers; nothing where there is none. */
export type Answer<O extends Operation> =
  | Body<O>
  | Reply<Body<O>>
  // biome-ignore lint/suspicious/noConfusingVoidType: an async handler that gives nothing is typed so by TypeScript
  | (undefined extends Body<O> ? void : never);

export type Handler<O extends Operation> = (call: Call<O>) => Promise<Answer<O>>;
