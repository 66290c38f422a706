import { acceptInvitation } from '@aegis/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { useChange } from '../../api/change.ts';
import { explain } from '../../api/problems.ts';
import { sessionKey, sessionQuery } from '../../api/session.ts';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { AuthForm } from './AuthForm.tsx';

/** Target of a mailed invitation: join with this account, sign in first, or register. */
export function InvitationPage() {
  const [params] = useSearchParams();
  const token = params.get('token') ?? '';
  const { data: me } = useQuery(sessionQuery);
  const here = `/invitation?token=${encodeURIComponent(token)}`;
  return (
    <AuthForm title="You are invited" lead={me ? `Join with the account ${me.account.email}.` : undefined}>
      {me ? (
        <Join token={token} />
      ) : (
        <>
          <LinkButton look="primary" to={`/login?next=${encodeURIComponent(here)}`}>
            Sign in and join
          </LinkButton>
          <LinkButton to={`/register?join=1&invitation=${encodeURIComponent(token)}`}>
            Create an account
          </LinkButton>
        </>
      )}
    </AuthForm>
  );
}

function Join({ token }: { token: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const join = useChange({
    scope: null,
    operation: acceptInvitation,
    quiet: true,
    onDone: () => {
      void queries.invalidateQueries({ queryKey: sessionKey }).then(() => navigate('/companies'));
    },
  });
  return (
    <>
      <FormProblem problem={join.error ? explain(join.error) : undefined} />
      <Button look="primary" pending={join.isPending} onClick={() => join.mutate({ body: { token } })}>
        Join the company
      </Button>
    </>
  );
}
