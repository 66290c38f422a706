import { type App, createQuota, getQuota, type Quota, QuotaBody, replaceQuota } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { QuotaFields } from './QuotaFields.tsx';

interface QuotaDialogProps {
  app: App;
  /** Undefined: a new one. */
  id: string | undefined;
  onClose: () => void;
}

export function QuotaDialog({ app, id, onClose }: QuotaDialogProps) {
  return (
    <Dialog open onClose={onClose} title={id ? 'Quota' : 'Add a quota'}>
      {id ? <EditQuota app={app} id={id} onClose={onClose} /> : <NewQuota app={app} onClose={onClose} />}
    </Dialog>
  );
}

function NewQuota({ app, onClose }: Omit<QuotaDialogProps, 'id'>) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const form = useChangeForm({
    scope: slug,
    operation: createQuota,
    schema: QuotaBody,
    defaultValues: {
      name: '',
      amount: 100_000,
      period: 'month',
      counted_by: 'tenant',
      kind: 'hard',
      time_zone: 'UTC',
      applies_to_app: true,
    },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Quota added',
    onDone: onClose,
  });
  return <QuotaFields {...form} action="Add quota" onCancel={onClose} />;
}

function EditQuota({ app, id, onClose }: QuotaDialogProps & { id: string }) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getQuota, { params: { app_id: app.id, id } }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <EditForm app={app} quota={data} etag={etag} onClose={onClose} />}
    </Loaded>
  );
}

interface EditFormProps {
  app: App;
  quota: Quota;
  etag: string | undefined;
  onClose: () => void;
}

function EditForm({ app, quota, etag, onClose }: EditFormProps) {
  const { slug } = useCustomer();
  const { id, created_at, updated_at, liveness, ...defaultValues } = quota;
  const form = useChangeForm({
    scope: slug,
    operation: replaceQuota,
    schema: QuotaBody,
    defaultValues,
    inputOf: (body) => ({ params: { app_id: app.id, id }, body, ifMatch: etag }),
    said: 'Quota changed',
    onDone: onClose,
  });
  return <QuotaFields {...form} action="Save" onCancel={onClose} />;
}
