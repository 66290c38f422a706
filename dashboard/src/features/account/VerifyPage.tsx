import { resendVerification } from '@aegis/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useChange } from '../../api/change.ts';
import { platformQuery } from '../../api/platform.ts';
import { explain } from '../../api/problems.ts';
import { confirmEmail, sessionKey } from '../../api/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AuthForm, TextLink } from './AuthForm.tsx';

/** With `token` the mailed link's target, with `email` the page that waits for it. */
export function VerifyPage() {
  const [params] = useSearchParams();
  const token = params.get('token');
  return token ? <Confirm token={token} /> : <Waiting email={params.get('email') ?? ''} />;
}

function Confirm({ token }: { token: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const asked = useRef(false);
  const { mutate, error } = useMutation({
    mutationFn: confirmEmail,
    onSuccess: (me) => {
      queries.setQueryData(sessionKey, me);
      void navigate('/', { replace: true });
    },
  });
  useEffect(() => {
    // The link works once; React may run effects twice while developing.
    if (asked.current) return;
    asked.current = true;
    mutate(token);
  }, [mutate, token]);
  if (!error)
    return (
      <AuthForm title="Confirming your address">
        <LoaderCircle className="size-5 animate-spin text-accent" aria-label="Working" />
      </AuthForm>
    );
  const { title, detail } = explain(error);
  return (
    <AuthForm title="This did not work" footer={<TextLink to="/login">Back to sign-in</TextLink>}>
      <Notice tone="bad" title={title}>
        {detail}
      </Notice>
    </AuthForm>
  );
}

function Waiting({ email }: { email: string }) {
  const { data } = useQuery(platformQuery);
  const resend = useChange({
    scope: null,
    operation: resendVerification,
    said: 'The mail is on its way again',
  });
  const mailbox = data?.data.mailbox_url;
  return (
    <AuthForm
      title="Check your mail"
      lead={
        <>
          We sent a link to <strong className="font-medium text-ink">{email || 'your address'}</strong>. It
          confirms the address and signs you in.
        </>
      }
      footer={<TextLink to="/login">Back to sign-in</TextLink>}
    >
      {mailbox && (
        <Notice
          tone="info"
          title="This installation keeps its mail"
          actions={
            <a className="font-medium text-accent underline-offset-4 hover:underline" href={mailbox}>
              Open the mailbox
            </a>
          }
        >
          Nothing leaves this machine; the link is in the local mailbox.
        </Notice>
      )}
      <Button
        pending={resend.isPending}
        disabled={email === ''}
        onClick={() => resend.mutate({ body: { email } })}
      >
        Send the mail again
      </Button>
    </AuthForm>
  );
}
