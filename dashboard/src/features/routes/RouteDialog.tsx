import { type App, createRoute, getRoute, type Route, RouteBody, replaceRoute } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { RouteFields } from './RouteFields.tsx';

interface RouteDialogProps {
  app: App;
  /** Undefined: a new one. */
  id: string | undefined;
  onClose: () => void;
}

export function RouteDialog({ app, id, onClose }: RouteDialogProps) {
  return (
    <Dialog open wide onClose={onClose} title={id ? 'Route' : 'Add a route'}>
      {id ? <EditRoute app={app} id={id} onClose={onClose} /> : <NewRoute app={app} onClose={onClose} />}
    </Dialog>
  );
}

function NewRoute({ app, onClose }: Omit<RouteDialogProps, 'id'>) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const form = useChangeForm({
    scope: slug,
    operation: createRoute,
    schema: RouteBody,
    defaultValues: {
      name: '',
      path: '/',
      methods: [],
      auth: 'api_key',
      priority: 0,
      cost: 1,
      upstream: 'default',
    },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Route added',
    onDone: onClose,
  });
  return <RouteFields {...form} app={app} action="Add route" onCancel={onClose} />;
}

function EditRoute({ app, id, onClose }: RouteDialogProps & { id: string }) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getRoute, { params: { app_id: app.id, id } }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <EditForm app={app} route={data} etag={etag} onClose={onClose} />}
    </Loaded>
  );
}

interface EditFormProps {
  app: App;
  route: Route;
  etag: string | undefined;
  onClose: () => void;
}

function EditForm({ app, route, etag, onClose }: EditFormProps) {
  const { slug } = useCustomer();
  const { id, created_at, updated_at, liveness, ...defaultValues } = route;
  const form = useChangeForm({
    scope: slug,
    operation: replaceRoute,
    schema: RouteBody,
    defaultValues,
    inputOf: (body) => ({ params: { app_id: app.id, id }, body, ifMatch: etag }),
    said: 'Route changed',
    onDone: onClose,
  });
  return <RouteFields {...form} app={app} action="Save" onCancel={onClose} />;
}
