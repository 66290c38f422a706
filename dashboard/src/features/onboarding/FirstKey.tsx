import { createKey } from '@aegis/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useChange } from '../../api/change.ts';
import { shownOnceKey } from '../../api/shown-once.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/Copy.tsx';

interface FirstKeyProps {
  appId: string;
  secret: string | undefined;
}

/** The key, once. After a reload it is gone, and another one can be made. */
export function FirstKey({ appId, secret }: FirstKeyProps) {
  const { slug, may } = useCustomer();
  const queries = useQueryClient();
  const create = useChange({
    scope: slug,
    operation: createKey,
    said: 'API key created',
    onDone: ({ data }) => queries.setQueryData(shownOnceKey(appId), data.secret),
  });
  if (secret !== undefined)
    return (
      <div className="flex flex-col gap-1.5">
        <p className="flex flex-wrap justify-between gap-2">
          <span className="font-medium">API key</span>
          <span className="text-xs text-warn">Shown once. Keep it where you keep secrets.</span>
        </p>
        <CodeBlock text={secret} label="API key" wrap />
      </div>
    );
  if (!may('keys', 'write')) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-soft">The first key was shown once and is not kept here.</p>
      <Button
        size="sm"
        pending={create.isPending}
        onClick={() =>
          create.mutate({
            params: { app_id: appId },
            body: { name: 'First calls' },
            idempotencyKey: crypto.randomUUID(),
          })
        }
      >
        Create another key
      </Button>
    </div>
  );
}
