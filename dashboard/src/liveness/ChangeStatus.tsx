import { getPlatformRevision, getRevision, type Liveness } from '@aegis/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { read } from '../api/query.ts';
import { Button } from '../ui/Button.tsx';
import { StatusDot } from '../ui/Status.tsx';
import { type FollowedChange, stopFollowing, useFollowedChange } from './store.ts';
import { toneOf, wordsOf } from './words.ts';

/** Corner card: the latest change on its way to the gateways. */
export function ChangeStatus() {
  const change = useFollowedChange();
  return change ? <Followed key={change.revision} change={change} /> : null;
}

const settled = (liveness: Liveness | undefined) => liveness !== undefined && liveness.state !== 'publishing';

function useProgress({ scope, revision }: FollowedChange): Liveness | undefined {
  const params = { revision };
  const options =
    scope === null ? read(null, getPlatformRevision, { params }) : read(scope, getRevision, { params });
  const { data } = useQuery({
    ...options,
    staleTime: 0,
    refetchInterval: ({ state }) => {
      if (settled(state.data?.data.liveness)) return false;
      return state.dataUpdateCount < 40 ? 250 : 2_000;
    },
  });
  return data?.data.liveness;
}

function Followed({ change }: { change: FollowedChange }) {
  const liveness = useProgress(change);
  const queries = useQueryClient();
  const tone = liveness ? toneOf(liveness) : 'busy';
  useEffect(() => {
    if (!settled(liveness)) return;
    // What the lists show was read before the gateways had it.
    void queries.invalidateQueries({ queryKey: [change.scope ?? '-'] });
    if (liveness?.state !== 'live') return;
    const timer = setTimeout(stopFollowing, 6_000);
    return () => clearTimeout(timer);
  }, [liveness, change, queries]);
  return (
    <div
      role="status"
      data-testid="change-status"
      className="pointer-events-auto flex w-full items-center gap-3 rounded-lg border border-line bg-surface py-2 pr-2 pl-3.5 shadow-float animate-rise sm:w-auto"
    >
      <StatusDot tone={tone} pulse={tone === 'busy'} />
      <p className="min-w-0 grow truncate">
        <span className="font-medium">{change.said}</span>
        <span className="text-soft"> · {liveness ? wordsOf(liveness) : 'Publishing'}</span>
      </p>
      <Button look="ghost" size="icon" aria-label="Dismiss" onClick={stopFollowing}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
