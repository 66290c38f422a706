import { type ApiKey, revokeKey, rotateKey } from '@aegis/contracts';
import { Ban, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/change.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { SecretDialog } from '../../ui/SecretDialog.tsx';

/** Replace or revoke one key. */
export function KeyActions({ apiKey }: { apiKey: ApiKey }) {
  const { slug, may } = useCustomer();
  const [asking, setAsking] = useState<'rotate' | 'revoke'>();
  const [secret, setSecret] = useState<string>();
  const params = { app_id: apiKey.app_id, id: apiKey.id };
  const close = () => setAsking(undefined);
  const rotate = useChange({
    scope: slug,
    operation: rotateKey,
    said: 'API key replaced',
    onDone: ({ data }) => {
      close();
      setSecret(data.secret);
    },
  });
  if (apiKey.status !== 'active' || !may('keys', 'write')) return null;
  return (
    <>
      <RowMenu label={`Actions for ${apiKey.name}`}>
        <MenuItem onSelect={() => setAsking('rotate')}>
          <RefreshCw aria-hidden />
          Replace
        </MenuItem>
        {may('keys', 'delete') && (
          <MenuItem danger onSelect={() => setAsking('revoke')}>
            <Ban aria-hidden />
            Revoke
          </MenuItem>
        )}
      </RowMenu>
      <ConfirmDialog
        open={asking === 'rotate'}
        onClose={close}
        title={`Replace ${apiKey.name}?`}
        action="Make the new key"
        pending={rotate.isPending}
        onConfirm={() => rotate.mutate({ params, body: {}, idempotencyKey: crypto.randomUUID() })}
      >
        You get a new secret. The old one keeps working for a day, so that callers can change over.
      </ConfirmDialog>
      {asking === 'revoke' && (
        <DeleteRow
          scope={slug}
          operation={revokeKey}
          input={{ params }}
          title={`Revoke ${apiKey.name}?`}
          action="Revoke key"
          said="API key revoked"
          onClose={close}
        >
          Callers that use it are refused everywhere within a second. This cannot be undone.
        </DeleteRow>
      )}
      <SecretDialog title="Your new API key" secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}
