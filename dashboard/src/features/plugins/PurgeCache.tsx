import { purgeCache } from '@aegis/contracts';
import { useChange } from '../../api/change.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';

/** Forgets every answer that response_cache keeps for the app, whether it is on here or on single routes. */
export function PurgeCache({ appId }: { appId: string }) {
  const { slug, may } = useCustomer();
  const purge = useChange({ scope: slug, operation: purgeCache, said: 'Kept answers purged' });
  if (!may('plugins', 'write')) return null;
  return (
    <Button pending={purge.isPending} onClick={() => purge.mutate({ params: { app_id: appId } })}>
      Purge kept answers
    </Button>
  );
}
