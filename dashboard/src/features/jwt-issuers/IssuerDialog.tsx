import { type App, createJwtIssuer, getJwtIssuer, type JwtIssuer, replaceJwtIssuer } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { IssuerFields } from './IssuerFields.tsx';
import { formOf, IssuerForm, newIssuer } from './issuer-form.ts';

interface IssuerDialogProps {
  app: App;
  /** Undefined: a new one. */
  id: string | undefined;
  onClose: () => void;
}

export function IssuerDialog({ app, id, onClose }: IssuerDialogProps) {
  return (
    <Dialog open wide onClose={onClose} title={id ? 'Identity provider' : 'Add an identity provider'}>
      {id ? <EditIssuer app={app} id={id} onClose={onClose} /> : <NewIssuer app={app} onClose={onClose} />}
    </Dialog>
  );
}

function NewIssuer({ app, onClose }: Omit<IssuerDialogProps, 'id'>) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const form = useChangeForm({
    scope: slug,
    operation: createJwtIssuer,
    schema: IssuerForm,
    defaultValues: newIssuer,
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Identity provider added',
    onDone: onClose,
  });
  return <IssuerFields {...form} action="Add identity provider" onCancel={onClose} />;
}

function EditIssuer({ app, id, onClose }: IssuerDialogProps & { id: string }) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getJwtIssuer, { params: { app_id: app.id, id } }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <EditForm app={app} issuer={data} etag={etag} onClose={onClose} />}
    </Loaded>
  );
}

interface EditFormProps {
  app: App;
  issuer: JwtIssuer;
  etag: string | undefined;
  onClose: () => void;
}

function EditForm({ app, issuer, etag, onClose }: EditFormProps) {
  const { slug } = useCustomer();
  const params = { app_id: app.id, id: issuer.id };
  const form = useChangeForm({
    scope: slug,
    operation: replaceJwtIssuer,
    schema: IssuerForm,
    defaultValues: formOf(issuer),
    inputOf: (body) => ({ params, body, ifMatch: etag }),
    said: 'Identity provider changed',
    onDone: onClose,
  });
  return <IssuerFields {...form} kept={issuer.source.kind} action="Save" onCancel={onClose} />;
}
