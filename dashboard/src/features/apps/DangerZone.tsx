import { type App, deleteApp, getApp, updateApp } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useChange } from '../../api/change.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Section } from '../../ui/Page.tsx';

export function DangerZone({ app }: { app: App }) {
  const { may } = useCustomer();
  if (!may('apps', 'write')) return null;
  return (
    <Section title="Stop or delete" flush>
      <div className="divide-y divide-line">
        <Suspend app={app} />
        {may('apps', 'delete') && <Delete app={app} />}
      </div>
    </Section>
  );
}

const row = 'flex flex-wrap items-center justify-between gap-3 px-4 py-3.5';

function Suspend({ app }: { app: App }) {
  const { slug } = useCustomer();
  const { data } = useQuery(read(slug, getApp, { params: { id: app.slug } }));
  const suspended = app.status === 'suspended';
  const change = useChange({
    scope: slug,
    operation: updateApp,
    said: suspended ? 'App resumed' : 'App suspended',
  });
  return (
    <div className={row}>
      <div>
        <p className="font-medium">{suspended ? 'The app is suspended' : 'Suspend the app'}</p>
        <p className="text-soft">Calls are answered 403 while it is suspended; nothing is lost.</p>
      </div>
      <Button
        pending={change.isPending}
        onClick={() =>
          change.mutate({
            params: { id: app.id },
            body: { status: suspended ? 'active' : 'suspended' },
            ...(data?.etag ? { ifMatch: data.etag } : {}),
          })
        }
      >
        {suspended ? 'Resume' : 'Suspend'}
      </Button>
    </div>
  );
}

function Delete({ app }: { app: App }) {
  const { slug } = useCustomer();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const change = useChange({
    scope: slug,
    operation: deleteApp,
    said: `${app.name} deleted`,
    onDone: async () => navigate(`/c/${slug}/apps`, { replace: true }),
  });
  return (
    <div className={row}>
      <div>
        <p className="font-medium">Delete the app</p>
        <p className="text-soft">With its routes, upstreams, keys and limits. This cannot be undone.</p>
      </div>
      <Button look="danger" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Delete ${app.name}?`}
        action="Delete for good"
        typedName={app.slug}
        pending={change.isPending}
        onConfirm={() => change.mutate({ params: { id: app.id } })}
      >
        Its hosts stop answering at once, and every API key of it stops working.
      </ConfirmDialog>
    </div>
  );
}
