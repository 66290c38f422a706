import type { Answer, CallInput, Operation } from '@aegis/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { followRevision } from '../liveness/store.ts';
import { toast } from '../ui/toast-store.ts';
import { call, type Scope } from './client.ts';
import { explain } from './problems.ts';

export type AnswerOf<O extends Operation> = Answer<z.output<O['response']>>;

interface ChangeOptions<O extends Operation> {
  scope: Scope;
  operation: O;
  /** Said after the change: "Route added". */
  said?: string;
  /** Done before anything is asked again: a page about what was deleted has to be left first. */
  onDone?: (answer: AnswerOf<O>) => unknown;
  /** The caller shows problems itself, at the fields. */
  quiet?: boolean;
  onProblem?: () => void;
}

/**
 * One changing operation: everything known about its scope is asked again afterwards, and the way of its revision
 * to the gateways is followed in the corner of the page.
 */
export function useChange<O extends Operation>(options: ChangeOptions<O>) {
  const { scope, operation, said, onDone, onProblem, quiet } = options;
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: CallInput<O>) => call(scope, operation, input),
    onSuccess: async (answer) => {
      await onDone?.(answer);
      void queries.invalidateQueries({ queryKey: [scope ?? '-'] });
      if (answer.revision !== undefined) followRevision(scope, answer.revision, said ?? operation.summary);
      else if (said) toast.good(said);
    },
    onError: (problem) => {
      if (!quiet) toast.bad(explain(problem));
      onProblem?.();
    },
  });
}
