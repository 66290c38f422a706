import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/Copy.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface CalloutSecretProps {
  /** Undefined: closed. */
  secret: string | undefined;
  onClose: () => void;
}

/** The key of the signature, where it was made for a new callout. */
export const CalloutSecret = ({ secret, onClose }: CalloutSecretProps) => (
  <Dialog open={secret !== undefined} onClose={onClose} title="Secret of the callout">
    <div className="flex flex-col gap-4">
      <CodeBlock text={secret ?? ''} label="Secret" wrap />
      <Notice tone="warn" title="It is shown this once">
        Your backend needs it to check the signature of questions. It is kept sealed here, and shown to
        nobody.
      </Notice>
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          I have it
        </Button>
      </DialogActions>
    </div>
  </Dialog>
);
