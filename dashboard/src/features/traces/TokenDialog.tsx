import { type App, createTraceToken, environments } from '@aegis/contracts';
import { useState } from 'react';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/Copy.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { optionalText } from '../../ui/field-values.ts';
import { formatMomentWithZone } from '../../ui/format.ts';
import { Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';

interface TokenDialogProps {
  app: App;
  onClose: () => void;
}

interface Made {
  header: string;
  token: string;
  expires_at: string;
}

/** Makes a token that has the requests which carry it traced. */
export function TokenDialog({ app, onClose }: TokenDialogProps) {
  const [made, setMade] = useState<Made>();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Trace a request"
      description="Send a header with the requests in question, and each of them is kept. The backend never sees it."
    >
      {made ? (
        <div className="flex flex-col gap-4">
          <CodeBlock label="Header" text={`${made.header}: ${made.token}`} wrap />
          <p className="text-soft">Until {formatMomentWithZone(made.expires_at)}.</p>
          <DialogActions>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </DialogActions>
        </div>
      ) : (
        <TokenForm app={app} onClose={onClose} onMade={setMade} />
      )}
    </Dialog>
  );
}

function TokenForm({ app, onClose, onMade }: TokenDialogProps & { onMade: (made: Made) => void }) {
  const { slug } = useCustomer();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: createTraceToken,
    schema: createTraceToken.body,
    defaultValues: { seconds: 900 },
    inputOf: (body) => ({ params: { app_id: app.id }, body }),
    said: 'Trace token made',
    onDone: ({ data }) => onMade(data),
  });
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} action="Make the header" onCancel={onClose}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Environment" error={errors.environment?.message}>
          {(field) => (
            <Select {...field} {...register('environment', optionalText)}>
              <option value="">All environments</option>
              {environments.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <NumberField form={form} name="seconds" label="Seconds" hint="How long it lasts" />
      </div>
    </DialogForm>
  );
}
