import { updateMe } from '@aegis/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { sessionKey } from '../../api/session.ts';
import { useMe } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { Sessions } from './Sessions.tsx';

export function ProfilePage() {
  const { account } = useMe();
  return (
    <Page title="Profile" lead={account.email}>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="Name">
          <NameForm />
        </Section>
        <Section title="Password">
          <PasswordForm />
        </Section>
      </div>
      <Sessions />
    </Page>
  );
}

function NameForm() {
  const { account } = useMe();
  const queries = useQueryClient();
  const { form, submit, problem, pending } = useChangeForm({
    scope: null,
    operation: updateMe,
    schema: updateMe.body.pick({ name: true }),
    defaultValues: { name: account.name },
    inputOf: (body) => ({ body }),
    said: 'Name changed',
    onDone: ({ data }) => queries.setQueryData(sessionKey, data),
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Your name" error={form.formState.errors.name?.message}>
        {(field) => <Input {...field} {...form.register('name')} autoComplete="name" />}
      </Field>
      <FormProblem problem={problem} />
      <Button type="submit" pending={pending} className="self-start">
        Save
      </Button>
    </form>
  );
}
