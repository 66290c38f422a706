import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { CodeBlock } from './Copy.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import { Notice } from './Notice.tsx';

interface SecretDialogProps {
  title: string;
  /** Undefined: closed. */
  secret: string | undefined;
  onClose: () => void;
  /** What to do with it, where that is not to keep it as whoever was given it. */
  children?: ReactNode;
}

/** A secret that the server tells once. */
export const SecretDialog = ({ title, secret, onClose, children }: SecretDialogProps) => (
  <Dialog open={secret !== undefined} onClose={onClose} title={title}>
    <div className="flex flex-col gap-4">
      <CodeBlock text={secret ?? ''} label="Secret" wrap />
      <Notice tone="warn" title="It is shown this once">
        {children ?? 'Copy it now and keep it where you keep secrets; only its fingerprint is stored here.'}
      </Notice>
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </DialogActions>
    </div>
  </Dialog>
);
