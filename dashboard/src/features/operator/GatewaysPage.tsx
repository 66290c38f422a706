import { type Gateway, listGateways, reloadGateways } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw, Server } from 'lucide-react';
import { useChange } from '../../api/change.ts';
import { read } from '../../api/query.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Card, Page } from '../../ui/Page.tsx';
import { Empty, Loaded, Skeleton } from '../../ui/States.tsx';
import { GatewayCard } from './GatewayCard.tsx';

export function GatewaysPage() {
  const { may } = useOperator();
  const query = useQuery({ ...read(null, listGateways), refetchInterval: 3_000 });
  const reload = useChange({
    scope: null,
    operation: reloadGateways,
    said: 'Every document is published again',
  });
  return (
    <Page
      title="Gateways"
      lead={
        <span className="block min-h-5">
          {query.data && `Newest revision ${formatNumber(query.data.data.newest_revision)}`}
        </span>
      }
      actions={
        may('gateways', 'write') && (
          <Button pending={reload.isPending} onClick={() => reload.mutate({})}>
            <RefreshCw aria-hidden />
            Publish all again
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<Skeleton className="h-56" />}>
        {({ data: { items } }) => (items.length === 0 ? <NoGateway /> : <Gateways items={items} />)}
      </Loaded>
    </Page>
  );
}

const Gateways = ({ items }: { items: readonly Gateway[] }) => (
  <ul className="grid gap-4 xl:grid-cols-2">
    {items.map((gateway) => (
      <li key={gateway.id}>
        <GatewayCard gateway={gateway} />
      </li>
    ))}
  </ul>
);

const NoGateway = () => (
  <Card>
    <Empty icon={Server} title="No gateway is connected">
      A gateway reports within a second of its start. Check that one runs and reaches Redis.
    </Empty>
  </Card>
);
