import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import { Field } from './Field.tsx';
import { Input } from './Input.tsx';

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will be lost. */
  children: ReactNode;
  action: string;
  /** Has to be typed before the button works. */
  typedName?: string;
  pending: boolean;
  onConfirm: () => void;
}

export function ConfirmDialog(props: ConfirmProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title}>
      <ConfirmForm {...props} />
    </Dialog>
  );
}

function ConfirmForm({ children, typedName, action, pending, onConfirm, onClose }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const allowed = typedName === undefined || typed === typedName;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (allowed) onConfirm();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="text-soft">{children}</div>
      {typedName !== undefined && (
        <Field label={`Type ${typedName} to confirm`}>
          {(control) => (
            <Input
              {...control}
              mono
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="danger" pending={pending} disabled={!allowed}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
