import { register as registerOperation } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { useChangeForm } from '../../api/change-form.ts';
import { platformQuery } from '../../api/platform.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem, Notice } from '../../ui/Notice.tsx';
import { AuthForm, TextLink } from './AuthForm.tsx';

export function RegisterPage() {
  const { data } = useQuery(platformQuery);
  const [params] = useSearchParams();
  const invitation = params.get('invitation') ?? undefined;
  const mode = data?.data.registration;
  // An invitation opens every mode.
  const closed = invitation === undefined && (mode === 'closed' || mode === 'invite');
  return (
    <AuthForm
      title="Create an account"
      lead={closed ? undefined : 'From here to the first call through the gateway takes about two minutes.'}
      footer={
        <>
          Already registered? <TextLink to="/login">Sign in</TextLink>
        </>
      }
    >
      {closed ? (
        <Notice tone="info" title="Registration is by invitation here">
          Ask the people who run this gateway for an invitation, then open the link in their mail.
        </Notice>
      ) : (
        <RegisterForm
          invitation={invitation}
          joins={params.has('join')}
          domains={invitation === undefined ? (data?.data.allowed_email_domains ?? []) : []}
        />
      )}
      {data?.data.terms_url && !closed && (
        <p className="text-xs text-faint">
          By creating an account you accept the{' '}
          <a className="underline" href={data.data.terms_url}>
            terms
          </a>
          .
        </p>
      )}
    </AuthForm>
  );
}

interface RegisterFormProps {
  invitation: string | undefined;
  /** The invitation is to a company that exists; else one is founded. */
  joins: boolean;
  domains: readonly string[];
}

const founding = registerOperation.body.required({ company: true });

function RegisterForm({ invitation, joins, domains }: RegisterFormProps) {
  const navigate = useNavigate();
  const { form, submit, problem, pending } = useChangeForm({
    scope: null,
    operation: registerOperation,
    schema: joins ? registerOperation.body : founding,
    defaultValues: { name: '', email: '', password: '', invitation, ...(joins ? {} : { company: '' }) },
    inputOf: (body) => ({ body }),
    onDone: ({ data }) => void navigate(`/verify?email=${encodeURIComponent(data.email)}`),
  });
  const { errors } = form.formState;
  const emailHint = domains.length > 0 ? `An address of ${domains.join(', ')}` : undefined;
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
      <Field label="Your name" error={errors.name?.message}>
        {(control) => <Input {...control} {...form.register('name')} autoComplete="name" autoFocus />}
      </Field>
      {!joins && (
        <Field label="Company" error={errors.company?.message}>
          {(control) => <Input {...control} {...form.register('company')} autoComplete="organization" />}
        </Field>
      )}
      <Field label="Work e-mail" error={errors.email?.message} hint={emailHint}>
        {(control) => <Input {...control} {...form.register('email')} type="email" autoComplete="username" />}
      </Field>
      <Field label="Password" error={errors.password?.message} hint="At least 10 characters">
        {(control) => (
          <Input {...control} {...form.register('password')} type="password" autoComplete="new-password" />
        )}
      </Field>
      <FormProblem problem={problem} />
      <Button type="submit" look="primary" pending={pending}>
        Create account
      </Button>
    </form>
  );
}
