import type { App, SampleSummary } from '@aegis/contracts';
import { Radio } from 'lucide-react';
import type { ListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Card } from '../../ui/Page.tsx';
import { Empty, Failure } from '../../ui/States.tsx';
import { StatusDot } from '../../ui/Status.tsx';
import { Table } from '../../ui/Table.tsx';
import { PlainFilters, plainQuery } from './TraceFilters.tsx';
import { traceColumns } from './trace-columns.tsx';
import { useLiveLog } from './use-live-log.ts';

interface LiveLogProps {
  app: App;
  state: ListState;
  onOpen: (requestId: string) => void;
}

const keyOf = ({ request_id, at_ms }: SampleSummary): string => `${request_id} ${at_ms}`;

/** Requests as they come; closing the page ends it. */
export function LiveLog({ app, state, onOpen }: LiveLogProps) {
  const { slug } = useCustomer();
  const { rows, problem, retry } = useLiveLog(slug, app.id, plainQuery(state));
  if (problem !== undefined)
    return (
      <Card>
        <Failure problem={problem} retry={retry} />
      </Card>
    );
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-3">
        <PlainFilters state={state} />
        <p role="status" className="ml-auto flex items-center gap-2.5 px-1 text-soft">
          <StatusDot tone="busy" pulse />
          Watching
        </p>
      </div>
      {rows.length === 0 ? (
        <Empty icon={Radio} title="Nothing yet">
          Requests show up here about a second after their answer. Under load it is a part of them, refused
          ones first.
        </Empty>
      ) : (
        <Table label="Live log" columns={traceColumns(onOpen)} rows={rows} rowKey={keyOf} />
      )}
    </Card>
  );
}
