import { resetPassword } from '@aegis/contracts';
import { useNavigate, useSearchParams } from 'react-router';
import { useChangeForm } from '../../api/change-form.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { AuthForm, TextLink } from './AuthForm.tsx';

export function ResetPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { form, submit, problem, pending } = useChangeForm({
    scope: null,
    operation: resetPassword,
    schema: resetPassword.body,
    defaultValues: { token: params.get('token') ?? '', password: '' },
    inputOf: (body) => ({ body }),
    onDone: () => void navigate('/login?reset=done', { replace: true }),
  });
  const { errors } = form.formState;
  return (
    <AuthForm
      title="Choose a new password"
      lead="It ends every session of your account."
      footer={<TextLink to="/forgot">Ask for a new link</TextLink>}
    >
      <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label="New password"
          hint="At least 10 characters"
          error={errors.password?.message ?? (errors.token && 'The link is incomplete; open it again.')}
        >
          {(control) => (
            <Input
              {...control}
              {...form.register('password')}
              type="password"
              autoComplete="new-password"
              autoFocus
            />
          )}
        </Field>
        <FormProblem problem={problem} />
        <Button type="submit" look="primary" pending={pending}>
          Change password
        </Button>
      </form>
    </AuthForm>
  );
}
