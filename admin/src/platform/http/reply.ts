/** An answer with more than a body. Handlers return it through `reply()`. */
export class Reply<T> {
  constructor(
    readonly body: T,
    readonly meta: ReplyMeta,
  ) {}
}

export interface ReplyMeta {
  /** Version of the resource: becomes the ETag. */
  version?: number | undefined;
  /** Revision that the change is published under: becomes `Aegis-Revision`. */
  revision?: number | undefined;
  /** Set-Cookie lines. */
  cookies?: string[];
}

export const reply = <T>(body: T, meta: ReplyMeta): Reply<T> => new Reply(body, meta);

export const etagOf = (version: number): string => `"${version}"`;
