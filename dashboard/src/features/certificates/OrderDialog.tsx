import { type App, orderCertificate } from '@aegis/contracts';
import { Controller } from 'react-hook-form';
import { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Choices } from '../../ui/Choices.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';

const OrderForm = z.strictObject({ hosts: z.array(z.string()).min(1, 'Choose a host') });

interface OrderDialogProps {
  app: App;
  onClose: () => void;
}

export function OrderDialog({ app, onClose }: OrderDialogProps) {
  const { slug } = useCustomer();
  const hosts = app.environments.flatMap((environment) => environment.hosts);
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: orderCertificate,
    schema: OrderForm,
    defaultValues: { hosts },
    inputOf: (body) => ({ params: { app_id: app.id }, body }),
    said: 'Certificate ordered',
    onDone: onClose,
  });
  return (
    <Dialog open onClose={onClose} title="Order a certificate">
      <DialogForm {...sending} action="Order" onCancel={onClose}>
        <p className="text-soft">
          The platform's certificate authority asks the gateways at port 80 of every host, so its name has to
          lead there. The certificate renews itself when a third of its life is left.
        </p>
        <Controller
          control={form.control}
          name="hosts"
          render={({ field, fieldState }) => (
            <div className="flex flex-col gap-1.5">
              <Choices
                label="Hosts"
                hint="In one certificate"
                options={hosts}
                chosen={field.value}
                onChange={field.onChange}
              />
              {fieldState.error && <p className="text-xs text-bad">{fieldState.error.message}</p>}
            </div>
          )}
        />
      </DialogForm>
    </Dialog>
  );
}
