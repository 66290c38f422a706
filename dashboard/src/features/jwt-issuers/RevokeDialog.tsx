import { type App, type JwtIssuer, revokeJwt } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';

interface RevokeProps {
  app: App;
  issuer: JwtIssuer;
  onClose: () => void;
}

const RevokeForm = z
  .object({ what: z.enum(['token', 'user', 'everything']), token_id: z.string(), user: z.string() })
  .transform(({ what, token_id, user }) => {
    if (what === 'everything') return { what };
    return what === 'token' ? { what, token_id } : { what, user };
  })
  .pipe(revokeJwt.body);

export const RevokeDialog = (props: RevokeProps) => (
  <Dialog open onClose={props.onClose} title={`Revoke tokens of ${props.issuer.name}`}>
    <RevokeFields {...props} />
  </Dialog>
);

function RevokeFields({ app, issuer, onClose }: RevokeProps) {
  const { slug } = useCustomer();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: revokeJwt,
    schema: RevokeForm,
    defaultValues: { what: 'user', token_id: '', user: '' },
    inputOf: (body) => ({ params: { app_id: app.id, id: issuer.id }, body }),
    said: 'Tokens revoked',
    onDone: onClose,
  });
  const { register, control, formState } = form;
  const { errors } = formState;
  const what = useWatch({ control, name: 'what' });
  return (
    <DialogForm {...sending} action="Revoke" danger onCancel={onClose}>
      <Field
        label="What"
        hint="Refused everywhere within a second. Tokens issued from now on are not touched."
      >
        {(field) => (
          <Select {...field} {...register('what')}>
            <option value="user">The tokens of one user</option>
            <option value="token">One token</option>
            <option value="everything">Every token issued until now</option>
          </Select>
        )}
      </Field>
      {what === 'user' && (
        <Field label="User" error={errors.user?.message} hint="The sub of the tokens">
          {(field) => <Input {...field} {...register('user')} mono placeholder="ann" />}
        </Field>
      )}
      {what === 'token' && (
        <Field label="Token id" error={errors.token_id?.message} hint="Its jti; remembered for 30 days">
          {(field) => <Input {...field} {...register('token_id')} mono />}
        </Field>
      )}
    </DialogForm>
  );
}
