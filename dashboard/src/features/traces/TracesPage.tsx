import { ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { FindTrace } from './FindTrace.tsx';
import { LiveLog } from './LiveLog.tsx';
import { RecentTraces } from './RecentTraces.tsx';
import { TokenDialog } from './TokenDialog.tsx';
import { TraceDialog } from './TraceDialog.tsx';

const views = [
  { value: 'recent', label: 'Recent' },
  { value: 'live', label: 'Live' },
] as const;

/** Requests of the last hour, or as they come; one opens with its steps. */
export function TracesPage() {
  const app = useApp();
  const { may } = useCustomer();
  const state = useListState();
  const [making, setMaking] = useState(false);
  const open = (request: string) => state.set({ request });
  const request = state.filter('request');
  const view = state.filter('view') === 'live' ? 'live' : 'recent';
  const trace = may('traces', 'write') && (
    <Button onClick={() => setMaking(true)}>
      <ScanSearch aria-hidden />
      Trace a request
    </Button>
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="View"
          value={view}
          options={views}
          onChange={(next) => state.set({ view: next === 'live' ? next : '' })}
        />
        <FindTrace onFind={open} />
        <div className="ml-auto">{trace}</div>
      </div>
      {view === 'live' ? (
        <LiveLog app={app} state={state} onOpen={open} />
      ) : (
        <RecentTraces app={app} state={state} onOpen={open} action={trace} />
      )}
      {request && <TraceDialog requestId={request} onClose={() => state.set({ request: '' })} />}
      {making && <TokenDialog app={app} onClose={() => setMaking(false)} />}
    </>
  );
}
