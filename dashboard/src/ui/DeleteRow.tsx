import type { CallInput, Operation } from '@aegis/contracts';
import type { ReactNode } from 'react';
import { useChange } from '../api/change.ts';
import type { Scope } from '../api/client.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';

interface DeleteRowProps<O extends Operation> {
  scope: Scope;
  operation: O;
  input: CallInput<O>;
  title: string;
  action: string;
  said: string;
  typedName?: string;
  onClose: () => void;
  children: ReactNode;
}

/** Asks once more, then calls the deleting operation. Mounted while open. */
export function DeleteRow<O extends Operation>(props: DeleteRowProps<O>) {
  const { scope, operation, input, title, action, said, typedName, onClose, children } = props;
  const change = useChange({ scope, operation, said, onDone: onClose });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={title}
      action={action}
      pending={change.isPending}
      onConfirm={() => change.mutate(input)}
      {...(typedName === undefined ? {} : { typedName })}
    >
      {children}
    </ConfirmDialog>
  );
}
