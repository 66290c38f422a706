import { Password, updateMe } from '@aegis/contracts';
import { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import { useMe } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';

const schema = z.strictObject({
  password: z.strictObject({ current: z.string().min(1).max(200), next: Password }),
});

export function PasswordForm() {
  const { account } = useMe();
  const { form, submit, problem, pending } = useChangeForm({
    scope: null,
    operation: updateMe,
    schema,
    defaultValues: { password: { current: '', next: '' } },
    inputOf: (body) => ({ body }),
    said: 'Password changed',
    onDone: () => {
      form.reset();
    },
  });
  const errors = form.formState.errors.password;
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <input type="text" name="username" autoComplete="username" value={account.email} readOnly hidden />
      <Field label="Current password" error={errors?.current?.message}>
        {(field) => (
          <Input
            {...field}
            {...form.register('password.current')}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <Field label="New password" hint="At least 10 characters" error={errors?.next?.message}>
        {(field) => (
          <Input {...field} {...form.register('password.next')} type="password" autoComplete="new-password" />
        )}
      </Field>
      <FormProblem problem={problem} />
      <Button type="submit" pending={pending} className="self-start">
        Change password
      </Button>
    </form>
  );
}
