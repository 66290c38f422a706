import { type App, uploadCertificate } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/Input.tsx';

interface UploadDialogProps {
  app: App;
  onClose: () => void;
}

export function UploadDialog({ app, onClose }: UploadDialogProps) {
  const { slug } = useCustomer();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: uploadCertificate,
    schema: uploadCertificate.body,
    defaultValues: { chain: '', private_key: '' },
    inputOf: (body) => ({ params: { app_id: app.id }, body }),
    said: 'Certificate uploaded',
    onDone: onClose,
  });
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <Dialog open onClose={onClose} title="Upload a certificate">
      <DialogForm {...sending} action="Upload" onCancel={onClose}>
        <Field
          label="Certificate chain"
          error={errors.chain?.message}
          hint="PEM: the certificate first, then those that signed it. It takes the place of what its hosts had."
        >
          {(field) => (
            <TextArea
              {...field}
              {...register('chain')}
              mono
              rows={7}
              placeholder="-----BEGIN CERTIFICATE-----"
            />
          )}
        </Field>
        <Field
          label="Private key"
          error={errors.private_key?.message}
          hint="PEM, without a passphrase. Sealed at once, and never shown again."
        >
          {(field) => (
            <TextArea
              {...field}
              {...register('private_key')}
              mono
              rows={5}
              autoComplete="off"
              spellCheck={false}
              placeholder="-----BEGIN PRIVATE KEY-----"
            />
          )}
        </Field>
      </DialogForm>
    </Dialog>
  );
}
