import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { CompanyForm } from './CompanyForm.tsx';
import { Invitations } from './Invitations.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { Members } from './Members.tsx';

export function TeamPage() {
  const { membership, may } = useCustomer();
  const [params] = useSearchParams();
  const [inviting, setInviting] = useState(params.has('invite'));
  const mayInvite = may('members', 'write');
  return (
    <Page
      title="Team"
      lead={`Who works on the apps of ${membership.name}.`}
      actions={
        mayInvite && (
          <Button look="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            Invite
          </Button>
        )
      }
    >
      <Members />
      <Invitations />
      {may('customer', 'write') && <CompanyForm />}
      {inviting && mayInvite && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}
