import {
  type App,
  createUpstream,
  getUpstream,
  replaceUpstream,
  type Upstream,
  UpstreamBody,
} from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { UpstreamFields } from './UpstreamFields.tsx';

interface UpstreamDialogProps {
  app: App;
  /** Undefined: a new one. */
  id: string | undefined;
  onClose: () => void;
}

export function UpstreamDialog({ app, id, onClose }: UpstreamDialogProps) {
  return (
    <Dialog open wide onClose={onClose} title={id ? 'Upstream' : 'Add an upstream'}>
      {id ? (
        <EditUpstream app={app} id={id} onClose={onClose} />
      ) : (
        <NewUpstream app={app} onClose={onClose} />
      )}
    </Dialog>
  );
}

function NewUpstream({ app, onClose }: Omit<UpstreamDialogProps, 'id'>) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const free = app.environments.find(({ ready }) => !ready)?.name ?? 'production';
  const form = useChangeForm({
    scope: slug,
    operation: createUpstream,
    schema: UpstreamBody,
    defaultValues: {
      environment: free,
      name: 'default',
      targets: [{ url: '', weight: 1 }],
      balance: 'weighted_round_robin',
      timeouts: { connect_ms: 5_000, send_ms: 60_000, read_ms: 60_000 },
      retries: 1,
    },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Upstream added',
    onDone: onClose,
  });
  return <UpstreamFields {...form} isNew action="Add upstream" onCancel={onClose} />;
}

function EditUpstream({ app, id, onClose }: UpstreamDialogProps & { id: string }) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getUpstream, { params: { app_id: app.id, id } }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <EditForm app={app} upstream={data} etag={etag} onClose={onClose} />}
    </Loaded>
  );
}

interface EditFormProps {
  app: App;
  upstream: Upstream;
  etag: string | undefined;
  onClose: () => void;
}

function EditForm({ app, upstream, etag, onClose }: EditFormProps) {
  const { slug } = useCustomer();
  const { id, created_at, updated_at, liveness, ...defaultValues } = upstream;
  const form = useChangeForm({
    scope: slug,
    operation: replaceUpstream,
    schema: UpstreamBody,
    defaultValues,
    inputOf: ({ environment, name, ...body }) => ({
      params: { app_id: app.id, id },
      body,
      ifMatch: etag,
    }),
    said: 'Upstream changed',
    onDone: onClose,
  });
  return <UpstreamFields {...form} action="Save" onCancel={onClose} />;
}
