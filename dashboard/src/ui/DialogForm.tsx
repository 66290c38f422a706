import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import type { z } from 'zod';
import type { FormOf } from '../api/change-form.ts';
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

/** Props of a component with the fields of a dialog's form: the form, and what it hands on to `DialogForm`. */
export type DialogFieldsProps<S extends z.ZodType<FieldValues, FieldValues>> = { form: FormOf<S> } & Omit<
  DialogFormProps,
  'danger' | 'may' | 'children'
>;

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
