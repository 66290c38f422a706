import {
  type App,
  getUpstreamHealth,
  type TargetHealth,
  type TargetState,
  type Upstream,
} from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { HeartPulse } from 'lucide-react';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Empty, Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge, type StatusTone } from '../../ui/Status.tsx';
import { Ago } from '../../ui/Time.tsx';

const REFRESH_MS = 2_000;

const tones: Record<TargetState, StatusTone> = {
  healthy: 'good',
  warming: 'busy',
  ejected: 'warn',
  down: 'bad',
};

const circuits = {
  open: 'circuit breaker open',
  half_open: 'circuit breaker lets one call try',
} as const;

interface HealthDialogProps {
  app: App;
  upstream: Upstream;
  onClose: () => void;
}

/** What each gateway knows about the targets now. */
export function HealthDialog({ app, upstream, onClose }: HealthDialogProps) {
  const { slug } = useCustomer();
  const query = useQuery({
    ...read(slug, getUpstreamHealth, { params: { app_id: app.id, id: upstream.id } }),
    refetchInterval: REFRESH_MS,
  });
  const { passive, active, slow_start_ms } = upstream.health ?? {};
  const watched = [passive, active, slow_start_ms, upstream.circuit_breaker].some(
    (part) => part !== undefined,
  );
  return (
    <Dialog open wide onClose={onClose} title={`Health of ${upstream.name} in ${upstream.environment}`}>
      <Loaded query={query} skeleton={<Skeleton className="h-32" />}>
        {({ data }) =>
          data.gateways.length === 0 ? (
            <Nobody watched={watched} />
          ) : (
            <div className="flex flex-col gap-5">
              {data.gateways.map(({ id, name, at, circuit, targets }) => (
                <section key={id} className="flex flex-col gap-2">
                  <h3 className="flex flex-wrap items-center gap-x-2 font-medium">
                    {name}
                    <span className="text-xs font-normal text-faint">
                      <Ago at={at} />
                    </span>
                    {circuit && circuit !== 'closed' && <Badge tone="bad">{circuits[circuit]}</Badge>}
                  </h3>
                  <Targets targets={targets} />
                </section>
              ))}
            </div>
          )
        }
      </Loaded>
    </Dialog>
  );
}

const Targets = ({ targets }: { targets: TargetHealth[] }) => (
  <ul className="flex flex-col gap-1">
    {targets.map(({ target, state, reason }) => (
      <li key={target} className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tones[state]}>{state}</Badge>
        <span className="font-mono text-xs break-all">{target}</span>
        {reason && state !== 'healthy' && <span className="text-xs text-faint">{reason}</span>}
      </li>
    ))}
  </ul>
);

const Nobody = ({ watched }: { watched: boolean }) => (
  <Empty icon={HeartPulse} title="Nobody watches it now">
    {watched
      ? 'Gateways watch its targets while calls come.'
      : 'Edit the upstream to eject targets that fail calls, or to ask them at intervals.'}
  </Empty>
);
