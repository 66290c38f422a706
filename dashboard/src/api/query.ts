import type { CallInput, Operation } from '@aegis/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call, type Scope } from './client.ts';

/** Keys start with the scope and the feature, so that a change can invalidate either. */
export const keyOf = (scope: Scope, operation: Operation, input: unknown) =>
  [scope ?? '-', ...operation.id.split('.'), input ?? null] as const;

/** Query options of one read: what it answers and its ETag. */
export function read<O extends Operation>(scope: Scope, operation: O, input?: CallInput<O>) {
  return queryOptions({
    queryKey: keyOf(scope, operation, input),
    queryFn: ({ signal }) => call(scope, operation, { ...input, signal } as CallInput<O>),
  });
}

/** Query options of what somebody edits: asked anew each time, and left alone while they type. */
export function readToEdit<O extends Operation>(scope: Scope, operation: O, input?: CallInput<O>) {
  return { ...read(scope, operation, input), refetchOnWindowFocus: false, staleTime: 0, gcTime: 0 };
}

type PageOf<O extends Operation> = z.output<O['response']> extends { items: (infer T)[] } ? T : never;
interface Page<T> {
  items: T[];
  next?: string | undefined;
}

/** Query options of a list that grows page by page. */
export function readPages<O extends Operation>(scope: Scope, operation: O, input?: CallInput<O>) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(scope, operation, input), 'pages'],
    queryFn: async ({ signal, pageParam }) => {
      const query = { ...(input as { query?: object } | undefined)?.query, cursor: pageParam };
      const answer = await call(scope, operation, Object.assign({}, input, { query, signal }));
      return answer.data as Page<PageOf<O>>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<PageOf<O>>) => last.next,
    placeholderData: keepPreviousData,
  });
}
