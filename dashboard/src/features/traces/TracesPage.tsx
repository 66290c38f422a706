import { listRoutes, listTraces } from '@aegis/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Footprints, RotateCw, ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { read, readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { List } from '../../ui/List.tsx';
import { Empty } from '../../ui/States.tsx';
import { TokenDialog } from './TokenDialog.tsx';
import { TraceDialog } from './TraceDialog.tsx';
import { FindTrace, TraceFilters, traceFilterNames, traceQuery } from './TraceFilters.tsx';
import { traceColumns } from './trace-columns.tsx';

/** Recent requests of which a trace was kept; one opens with its steps. */
export function TracesPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const [making, setMaking] = useState(false);
  const params = { app_id: app.id };
  const routes = useQuery(read(slug, listRoutes, { params, query: { limit: 200 } })).data?.data.items ?? [];
  const query = useInfiniteQuery(readPages(slug, listTraces, { params, query: traceQuery(state, routes) }));
  const open = (request: string) => state.set({ request });
  const request = state.filter('request');
  const trace = may('traces', 'write') && (
    <Button onClick={() => setMaking(true)}>
      <ScanSearch aria-hidden />
      Trace a request
    </Button>
  );
  return (
    <>
      <List
        label="Traces"
        state={state}
        query={query}
        searchable={false}
        columns={traceColumns(open)}
        rowKey={({ request_id, at_ms }) => `${request_id} ${at_ms}`}
        filterNames={traceFilterNames}
        filters={
          <>
            <FindTrace onFind={open} />
            <TraceFilters state={state} routes={routes} />
            <div className="ml-auto flex gap-2">
              <Button
                look="ghost"
                size="icon"
                aria-label="Look again"
                pending={query.isRefetching}
                onClick={() => void query.refetch()}
              >
                <RotateCw aria-hidden />
              </Button>
              {trace}
            </div>
          </>
        }
        empty={
          <Empty icon={Footprints} title="No trace within the last hour" action={trace}>
            Refused requests are kept, all of development, the first hundred of an environment, and one in a
            hundred of the others.
          </Empty>
        }
      />
      {request && <TraceDialog requestId={request} onClose={() => state.set({ request: '' })} />}
      {making && <TokenDialog app={app} onClose={() => setMaking(false)} />}
    </>
  );
}
