import { getTrace } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { isProblem } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { TraceView } from './TraceView.tsx';

interface TraceDialogProps {
  requestId: string;
  onClose: () => void;
}

/** The traces of one request id; where none was kept, the answer says why and how to get one. */
export function TraceDialog({ requestId, onClose }: TraceDialogProps) {
  const { slug } = useCustomer();
  const query = useQuery({
    ...read(slug, getTrace, { params: { request_id: requestId } }),
    refetchOnWindowFocus: false,
    // A request of a moment ago: its trace is on the way.
    retry: (failures, problem) => isProblem(problem, 'trace_not_kept') && failures < 2,
  });
  return (
    <Dialog open wide onClose={onClose} title="Request trace">
      <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
        {({ data }) => (
          <div className="flex flex-col gap-8">
            {data.traces.map((trace) => (
              <TraceView
                key={`${trace.app_id} ${trace.at_ms} ${trace.trace_id}`}
                trace={trace}
                company={slug}
              />
            ))}
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
