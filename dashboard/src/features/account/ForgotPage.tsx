import { forgotPassword } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useChangeForm } from '../../api/change-form.ts';
import { platformQuery } from '../../api/platform.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem, Notice } from '../../ui/Notice.tsx';
import { AuthForm, TextLink } from './AuthForm.tsx';

export function ForgotPage() {
  const [sent, setSent] = useState(false);
  return (
    <AuthForm
      title="Choose a new password"
      lead="We mail you a link that lets you choose a new one."
      footer={<TextLink to="/login">Back to sign-in</TextLink>}
    >
      {sent ? <Sent /> : <ForgotForm onSent={() => setSent(true)} />}
    </AuthForm>
  );
}

function Sent() {
  const mailbox = useQuery(platformQuery).data?.data.mailbox_url;
  return (
    <Notice tone="info" title="Check your mail">
      If the address is registered, the link is on its way.{' '}
      {mailbox && (
        <a className="font-medium text-accent underline" href={mailbox}>
          Open the local mailbox
        </a>
      )}
    </Notice>
  );
}

function ForgotForm({ onSent }: { onSent: () => void }) {
  const { form, submit, problem, pending } = useChangeForm({
    scope: null,
    operation: forgotPassword,
    schema: forgotPassword.body,
    defaultValues: { email: '' },
    inputOf: (body) => ({ body }),
    onDone: onSent,
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
      <Field label="E-mail" error={form.formState.errors.email?.message}>
        {(control) => (
          <Input {...control} {...form.register('email')} type="email" autoComplete="username" autoFocus />
        )}
      </Field>
      <FormProblem problem={problem} />
      <Button type="submit" look="primary" pending={pending}>
        Mail me the link
      </Button>
    </form>
  );
}
