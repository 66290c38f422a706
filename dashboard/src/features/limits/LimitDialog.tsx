import { type App, createLimit, getLimit, type Limit, LimitBody, replaceLimit } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { LimitFields } from './LimitFields.tsx';

interface LimitDialogProps {
  app: App;
  /** Undefined: a new one. */
  id: string | undefined;
  onClose: () => void;
}

export function LimitDialog({ app, id, onClose }: LimitDialogProps) {
  return (
    <Dialog open onClose={onClose} title={id ? 'Rate limit' : 'Add a rate limit'}>
      {id ? <EditLimit app={app} id={id} onClose={onClose} /> : <NewLimit app={app} onClose={onClose} />}
    </Dialog>
  );
}

function NewLimit({ app, onClose }: Omit<LimitDialogProps, 'id'>) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const form = useChangeForm({
    scope: slug,
    operation: createLimit,
    schema: LimitBody,
    defaultValues: {
      name: '',
      algorithm: 'sliding_window',
      amount: 600,
      period_ms: 60_000,
      by: ['key'],
      store: 'synced',
      applies_to_app: true,
    },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Limit added',
    onDone: onClose,
  });
  return <LimitFields {...form} action="Add limit" onCancel={onClose} />;
}

function EditLimit({ app, id, onClose }: LimitDialogProps & { id: string }) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getLimit, { params: { app_id: app.id, id } }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <EditForm app={app} limit={data} etag={etag} onClose={onClose} />}
    </Loaded>
  );
}

interface EditFormProps {
  app: App;
  limit: Limit;
  etag: string | undefined;
  onClose: () => void;
}

function EditForm({ app, limit, etag, onClose }: EditFormProps) {
  const { slug } = useCustomer();
  const { id, created_at, updated_at, liveness, ...defaultValues } = limit;
  const form = useChangeForm({
    scope: slug,
    operation: replaceLimit,
    schema: LimitBody,
    defaultValues,
    inputOf: (body) => ({ params: { app_id: app.id, id }, body, ifMatch: etag }),
    said: 'Limit changed',
    onDone: onClose,
  });
  return <LimitFields {...form} action="Save" onCancel={onClose} />;
}
