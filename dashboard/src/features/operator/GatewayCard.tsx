import type { Gateway } from '@aegis/contracts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Card } from '../../ui/Page.tsx';
import { Badge, type StatusTone } from '../../ui/Status.tsx';
import { Ago } from '../../ui/Time.tsx';

/** One gateway: what it serves, carries and refuses. */
export function GatewayCard({ gateway }: { gateway: Gateway }) {
  const { nginx } = gateway;
  const numbers: [string, string][] = [
    ['Revision', formatNumber(gateway.revision)],
    ['Requests', formatNumber(gateway.requests)],
    ['Connections', formatNumber(gateway.connections)],
    ['Documents', formatNumber(gateway.documents)],
    ['Memory', formatBytes(gateway.memory_bytes)],
    ['Workers', formatNumber(gateway.workers)],
  ];
  return (
    <Card className="flex flex-col gap-4 p-4 sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="min-w-0">
          <h2 className="truncate font-semibold">{gateway.name}</h2>
          <p className="text-xs text-faint">
            Aegis {gateway.version}
            {gateway.nginx_version && ` on nginx ${gateway.nginx_version}`} · seen{' '}
            <Ago at={gateway.last_seen_at} />
          </p>
        </div>
        <State gateway={gateway} />
      </div>
      <dl className="grid grid-cols-3 gap-x-4 gap-y-3">
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="font-semibold tabular">{value}</dd>
          </div>
        ))}
      </dl>
      {nginx?.state === 'refused' && (
        <Notice
          tone="bad"
          title={`nginx refuses revision ${nginx.refused_revision}; ${nginx.revision} keeps serving`}
        >
          <pre className="font-mono text-xs whitespace-pre-wrap">{nginx.reason}</pre>
        </Notice>
      )}
      {gateway.refusals.map(({ document, revision, reason }) => (
        <Notice key={document} tone="warn" title={`Refused ${document} of revision ${revision}`}>
          {reason}
        </Notice>
      ))}
    </Card>
  );
}

function State({ gateway }: { gateway: Gateway }) {
  const [tone, words]: [StatusTone, string] =
    gateway.state === 'gone'
      ? ['bad', 'gone']
      : gateway.behind > 0
        ? ['warn', `${formatNumber(gateway.behind)} behind`]
        : ['good', 'up to date'];
  return <Badge tone={tone}>{words}</Badge>;
}
