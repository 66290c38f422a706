import {
  type App,
  type CertificateOrder,
  cancelCertificateOrder,
  listCertificateOrders,
  retryCertificateOrder,
} from '@aegis/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useChange } from '../../api/change.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { openOrders } from './open-orders.ts';

const LOOK_MS = 1_500;

/** Orders that somebody waits for, or has to do something about. */
export function Orders({ app }: { app: App }) {
  const { slug } = useCustomer();
  const queries = useQueryClient();
  const { data } = useQuery({
    ...read(slug, listCertificateOrders, { query: { app_id: app.id, limit: 20 } }),
    refetchInterval: ({ state }) =>
      state.data?.data.items.some(({ status }) => status === 'pending') ? LOOK_MS : false,
  });
  const orders = openOrders(data?.data.items ?? []);
  const pending = orders.filter(({ status }) => status === 'pending').length;
  // What was pending has become a certificate, which the list below does not know of.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: [slug, 'certificates'] });
  }, [queries, slug, pending]);
  return orders.map((order) => <Order key={order.id} order={order} />);
}

const titles = {
  waiting: 'Ordering a certificate',
  tried: 'A certificate is not issued yet',
  failed: 'A certificate was not issued',
} as const;

function Order({ order }: { order: CertificateOrder }) {
  const { hosts, status, problem, next_attempt_at } = order;
  const state = status === 'failed' ? 'failed' : problem ? 'tried' : 'waiting';
  return (
    <Notice
      tone={state === 'failed' ? 'bad' : state === 'tried' ? 'warn' : 'info'}
      title={`${titles[state]} for ${hosts.join(', ')}`}
      actions={<Actions order={order} />}
    >
      {problem ? (
        <>
          <p>{problem.reason}</p>
          <p>
            <span className="font-medium">Next step:</span> {problem.next_step}
          </p>
          {next_attempt_at && <p className="text-xs">Tried again at {formatMoment(next_attempt_at)}.</p>}
        </>
      ) : (
        'The certificate authority asks the gateways whether the hosts are yours.'
      )}
    </Notice>
  );
}

function Actions({ order: { id, app_id, status, problem } }: { order: CertificateOrder }) {
  const { slug, may } = useCustomer();
  const input = { params: { app_id, id } };
  const retry = useChange({ scope: slug, operation: retryCertificateOrder, said: 'Tried again' });
  const cancel = useChange({ scope: slug, operation: cancelCertificateOrder, said: 'Order given up' });
  if (!may('certificates', 'write')) return null;
  return (
    <div className="flex gap-2">
      {problem && (
        <Button pending={retry.isPending} onClick={() => retry.mutate(input)}>
          Retry
        </Button>
      )}
      {status === 'pending' && (
        <Button pending={cancel.isPending} onClick={() => cancel.mutate(input)}>
          Give up
        </Button>
      )}
    </div>
  );
}
