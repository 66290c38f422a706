import { approveCustomer, type listCustomers, resumeCustomer, suspendCustomer } from '@aegis/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { useChange } from '../../api/change.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

export type ListedCustomer = z.output<(typeof listCustomers)['response']>['items'][number];

/** The one step that the company's status allows. */
export function CustomerActions({ customer }: { customer: ListedCustomer }) {
  const { may } = useOperator();
  if (!may('customers', 'write')) return null;
  if (customer.status === 'active') return <Suspend customer={customer} />;
  if (customer.status === 'pending')
    return <Step customer={customer} operation={approveCustomer} word="Approve" said="Approved" />;
  if (customer.status === 'suspended')
    return <Step customer={customer} operation={resumeCustomer} word="Resume" said="Resumed" />;
  return null;
}

interface StepProps {
  customer: ListedCustomer;
  operation: typeof approveCustomer;
  word: string;
  said: string;
}

function Step({ customer, operation, word, said }: StepProps) {
  const change = useChange({ scope: null, operation, said: `${customer.name}: ${said.toLowerCase()}` });
  return (
    <Button
      size="sm"
      pending={change.isPending}
      aria-label={`${word} ${customer.name}`}
      onClick={() => change.mutate({ params: { id: customer.id }, body: {} })}
    >
      {word}
    </Button>
  );
}

function Suspend({ customer }: { customer: ListedCustomer }) {
  const [open, setOpen] = useState(false);
  const change = useChange({
    scope: null,
    operation: suspendCustomer,
    said: `${customer.name}: suspended`,
    onDone: () => setOpen(false),
  });
  return (
    <>
      <Button size="sm" aria-label={`Suspend ${customer.name}`} onClick={() => setOpen(true)}>
        Suspend
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Suspend ${customer.name}?`}
        action="Suspend"
        typedName={customer.slug}
        pending={change.isPending}
        onConfirm={() => change.mutate({ params: { id: customer.id }, body: {} })}
      >
        All traffic of its apps is refused until it is resumed.
      </ConfirmDialog>
    </>
  );
}
