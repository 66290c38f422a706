import { SecretDialog } from '../../ui/SecretDialog.tsx';

interface CalloutSecretProps {
  /** Undefined: closed. */
  secret: string | undefined;
  onClose: () => void;
}

/** The key of the signature, where it was made for a new callout. */
export const CalloutSecret = (props: CalloutSecretProps) => (
  <SecretDialog {...props} title="Secret of the callout">
    Your backend needs it to check the signature of questions. It is kept sealed here, and shown to nobody.
  </SecretDialog>
);
