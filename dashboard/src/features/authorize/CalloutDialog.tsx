import { type Callout, type Environment, getCallout, putCallout } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { CalloutFields } from './CalloutFields.tsx';
import { CalloutForm, formOf, newCallout } from './callout-form.ts';

interface CalloutDialogProps {
  params: { app_id: string; environment: Environment };
  isNew: boolean;
  /** The secret of a new callout, told once. */
  onMade: (secret: string) => void;
  onClose: () => void;
}

export const CalloutDialog = (props: CalloutDialogProps) => (
  <Dialog open onClose={props.onClose} title={`Authorize callout of ${props.params.environment}`}>
    {props.isNew ? <Fields {...props} callout={undefined} etag={undefined} /> : <Current {...props} />}
  </Dialog>
);

function Current(props: CalloutDialogProps) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getCallout, { params: props.params }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <Fields {...props} callout={data} etag={etag} />}
    </Loaded>
  );
}

interface FieldsProps extends Omit<CalloutDialogProps, 'isNew'> {
  callout: Callout | undefined;
  etag: string | undefined;
}

function Fields({ params, callout, etag, onMade, onClose }: FieldsProps) {
  const { slug } = useCustomer();
  const form = useChangeForm({
    scope: slug,
    operation: putCallout,
    schema: CalloutForm,
    defaultValues: callout ? formOf(callout) : newCallout,
    inputOf: (body) => ({ params, body, ifMatch: etag }),
    said: callout ? 'Callout changed' : 'Callout set',
    onDone: ({ data }) => {
      onClose();
      if (data.secret !== undefined) onMade(data.secret);
    },
  });
  const isNew = callout === undefined;
  return <CalloutFields {...form} isNew={isNew} action={isNew ? 'Set callout' : 'Save'} onCancel={onClose} />;
}
