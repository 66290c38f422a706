import {
  type CompanyInvitation,
  inviteCompany,
  listCompanyInvitations,
  withdrawCompanyInvitation,
} from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChange } from '../../api/change.ts';
import { useChangeForm } from '../../api/change-form.ts';
import { read } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Section } from '../../ui/Page.tsx';
import { actionsColumn, type Column, Table } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

interface CompanyInvitationsProps {
  inviting: boolean;
  onInvited: () => void;
}

/** Invitations to register that are still open; nothing to show while there is none. */
export function CompanyInvitations({ inviting, onInvited }: CompanyInvitationsProps) {
  const items = useQuery(read(null, listCompanyInvitations)).data?.data.items ?? [];
  return (
    <>
      {items.length > 0 && (
        <Section title="Open invitations" flush>
          <Table label="Open invitations" columns={columns} rows={items} rowKey={({ id }) => id} />
        </Section>
      )}
      <Dialog
        open={inviting}
        onClose={onInvited}
        title="Invite a company"
        description="The mail lets its owner register."
      >
        <InviteForm onDone={onInvited} />
      </Dialog>
    </>
  );
}

const columns: Column<CompanyInvitation>[] = [
  { id: 'email', header: 'E-mail', cell: ({ email }) => email },
  {
    id: 'expires',
    header: 'Ends',
    cell: ({ expires_at }) => (
      <span className="text-soft">
        <Ago at={expires_at} />
      </span>
    ),
  },
  actionsColumn((invitation) => <Withdraw invitation={invitation} />),
];

function Withdraw({ invitation }: { invitation: CompanyInvitation }) {
  const { may } = useOperator();
  const change = useChange({
    scope: null,
    operation: withdrawCompanyInvitation,
    said: 'Invitation withdrawn',
  });
  if (!may('customers', 'delete')) return null;
  return (
    <Button
      size="sm"
      pending={change.isPending}
      aria-label={`Withdraw the invitation of ${invitation.email}`}
      onClick={() => change.mutate({ params: { id: invitation.id } })}
    >
      Withdraw
    </Button>
  );
}

function InviteForm({ onDone }: { onDone: () => void }) {
  const idempotencyKey = useIdempotencyKey();
  const { form, ...sending } = useChangeForm({
    scope: null,
    operation: inviteCompany,
    schema: inviteCompany.body,
    defaultValues: { email: '' },
    inputOf: (body) => ({ body, idempotencyKey }),
    said: 'Invitation sent',
    onDone,
  });
  return (
    <DialogForm {...sending} action="Send invitation" onCancel={onDone}>
      <Field label="E-mail of the owner" error={form.formState.errors.email?.message}>
        {(field) => <Input {...field} {...form.register('email')} type="email" />}
      </Field>
    </DialogForm>
  );
}
