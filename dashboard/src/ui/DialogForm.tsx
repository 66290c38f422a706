import type { ReactNode } from 'react';
import type { Explanation } from '../api/problems.ts';
import { Button } from './Button.tsx';
import { DialogActions } from './Dialog.tsx';
import { FormProblem } from './Notice.tsx';

interface DialogFormProps {
  submit: () => unknown;
  /** A refusal that belongs to no field. */
  problem: Explanation | undefined;
  pending: boolean;
  /** Word on the button that sends it. */
  action: string;
  danger?: boolean;
  /** Off: the form can only be read. */
  may?: boolean;
  onCancel: () => void;
  children: ReactNode;
}

/** A form that fills a dialog: its fields, what was refused, and the two buttons below. */
export function DialogForm({
  submit,
  problem,
  pending,
  action,
  danger = false,
  may = true,
  onCancel,
  children,
}: DialogFormProps) {
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may && (
          <Button type="submit" look={danger ? 'danger' : 'primary'} pending={pending}>
            {action}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
