import { type SampleSummary, tailTraces } from '@aegis/contracts';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';

/** Rows that stay on the screen; older ones leave. */
const SHOWN = 200;

export interface LiveFilter {
  environment?: SampleSummary['environment'];
  status_class?: number;
}

interface LiveLog {
  /** Newest first. */
  rows: readonly SampleSummary[];
  problem: unknown;
  /** Begins anew after a problem. */
  retry: () => void;
}

/** An app's requests as they come, as long as the component is on the screen. */
export function useLiveLog(company: string, appId: string, filter: LiveFilter): LiveLog {
  const [rows, setRows] = useState<readonly SampleSummary[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const { environment, status_class } = filter;
  useEffect(() => {
    const stopping = new AbortController();
    const { signal } = stopping;
    const ask = async (after: string | undefined) => {
      const query = {
        ...(after && { after }),
        ...(environment && { environment }),
        ...(status_class && { status_class }),
      };
      return (await call(company, tailTraces, { params: { app_id: appId }, query, signal })).data;
    };
    const watch = async () => {
      let after: string | undefined;
      while (!signal.aborted) {
        const { items, place } = await ask(after);
        after = place;
        if (items.length > 0) setRows((old) => [...items.toReversed(), ...old].slice(0, SHOWN));
      }
    };
    setRows([]);
    setProblem(undefined);
    watch().catch((cause: unknown) => {
      if (!signal.aborted) setProblem(cause);
    });
    return () => stopping.abort();
  }, [company, appId, environment, status_class, attempt]);
  return { rows, problem, retry: () => setAttempt((count) => count + 1) };
}
