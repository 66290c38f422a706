import { login, type Me } from '@aegis/contracts';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { isProblem } from '../../api/client.ts';
import { platformQuery } from '../../api/platform.ts';
import { explain } from '../../api/problems.ts';
import { safeNext } from '../../api/safe-next.ts';
import { sessionKey, sessionQuery, signIn } from '../../api/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { AuthForm, TextLink } from './AuthForm.tsx';

export function LoginPage() {
  const [params] = useSearchParams();
  const next = safeNext(params.get('next'));
  const { data: me } = useQuery(sessionQuery);
  const { data: platform } = useQuery(platformQuery);
  if (me) return <Navigate to={next} replace />;
  const mode = platform?.data.registration;
  const registers = mode === 'open' || mode === 'approval';
  return (
    <AuthForm
      title="Sign in"
      lead={params.has('reset') ? 'Your password is changed. Sign in with the new one.' : undefined}
      footer={
        registers && (
          <>
            New here? <TextLink to="/register">Create an account</TextLink>
          </>
        )
      }
    >
      <LoginForm next={next} />
    </AuthForm>
  );
}

function LoginForm({ next }: { next: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ resolver: zodResolver(login.body), defaultValues: { email: '', password: '' } });
  const { errors } = form.formState;
  const change = useMutation({
    mutationFn: signIn,
    onSuccess: (me: Me) => {
      queries.clear();
      queries.setQueryData(sessionKey, me);
      void navigate(next, { replace: true });
    },
    onError: (problem) => {
      if (isProblem(problem, 'email_not_verified'))
        void navigate(`/verify?email=${encodeURIComponent(form.getValues('email'))}`);
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((body) => change.mutate({ body }))}
    >
      <Field label="E-mail" error={errors.email?.message}>
        {(control) => (
          <Input {...control} {...form.register('email')} type="email" autoComplete="username" autoFocus />
        )}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(control) => (
          <Input
            {...control}
            {...form.register('password')}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <FormProblem problem={change.error ? explain(change.error) : undefined} />
      <Button type="submit" look="primary" pending={change.isPending}>
        Sign in
      </Button>
      <p className="text-center">
        <TextLink to="/forgot">Forgot the password?</TextLink>
      </p>
    </form>
  );
}
