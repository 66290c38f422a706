import { ProblemError } from '@aegis/contracts';
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem } from './client.ts';
import { sessionKey } from './session.ts';

/** Answers that asking again does not change. */
const isFinal = (problem: Error) => problem instanceof ProblemError && problem.problem.status < 500;

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (problem) => {
      // The session ended elsewhere: the guards send the reader to the sign-in page.
      if (isProblem(problem, 'not_signed_in')) queryClient.setQueryData(sessionKey, null);
    },
  }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (failures, problem) => failures < 2 && !isFinal(problem) },
  },
});
