import { type App, listRoutes, listTraces } from '@aegis/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Footprints, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { read, readPages } from '../../api/query.ts';
import type { ListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { List } from '../../ui/List.tsx';
import { Empty } from '../../ui/States.tsx';
import { TraceFilters, traceFilterNames, traceQuery } from './TraceFilters.tsx';
import { traceColumns } from './trace-columns.tsx';

interface RecentTracesProps {
  app: App;
  state: ListState;
  onOpen: (requestId: string) => void;
  /** What to do about an empty list. */
  action: ReactNode;
}

/** The requests of the last hour of which a trace was kept. */
export function RecentTraces({ app, state, onOpen, action }: RecentTracesProps) {
  const { slug } = useCustomer();
  const params = { app_id: app.id };
  const routes = useQuery(read(slug, listRoutes, { params, query: { limit: 200 } })).data?.data.items ?? [];
  const query = useInfiniteQuery(readPages(slug, listTraces, { params, query: traceQuery(state, routes) }));
  return (
    <List
      label="Traces"
      state={state}
      query={query}
      searchable={false}
      columns={traceColumns(onOpen)}
      rowKey={({ request_id, at_ms }) => `${request_id} ${at_ms}`}
      filterNames={traceFilterNames}
      filters={
        <>
          <TraceFilters state={state} routes={routes} />
          <Button
            look="ghost"
            size="icon"
            className="ml-auto"
            aria-label="Look again"
            pending={query.isRefetching}
            onClick={() => void query.refetch()}
          >
            <RotateCw aria-hidden />
          </Button>
        </>
      }
      empty={
        <Empty icon={Footprints} title="No trace within the last hour" action={action}>
          Refused requests are kept, all of development, the first hundred of an environment, and one in a
          hundred of the others.
        </Empty>
      }
    />
  );
}
