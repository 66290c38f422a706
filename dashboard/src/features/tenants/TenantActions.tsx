import { type App, deleteTenant, putTenant, type Tenant } from '@aegis/contracts';
import { CirclePause, CirclePlay, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useChange } from '../../api/change.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';

interface TenantActionsProps {
  app: App;
  tenant: Tenant;
  etag: string | undefined;
  /** Where the list is. */
  at: string;
  onEdit: () => void;
}

export function TenantActions({ app, tenant, etag, at, onEdit }: TenantActionsProps) {
  const { slug, may } = useCustomer();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'suspend' | 'delete'>();
  const close = () => setAsking(undefined);
  const params = { app_id: app.id, tenant: tenant.id };
  const suspended = tenant.status === 'suspended';
  const change = useChange({
    scope: slug,
    operation: putTenant,
    said: suspended ? 'Tenant resumed' : 'Tenant suspended',
    onDone: close,
  });
  const removal = useChange({
    scope: slug,
    operation: deleteTenant,
    said: 'Tenant deleted',
    onDone: () => navigate(at),
  });
  const setStatus = (status: Tenant['status']) => change.mutate({ params, body: { status }, ifMatch: etag });
  if (!may('tenants', 'write')) return null;
  return (
    <div className="flex items-center gap-2">
      <Button onClick={onEdit}>
        <Pencil aria-hidden />
        Edit
      </Button>
      <RowMenu label={`Actions for ${tenant.name}`}>
        {suspended ? (
          <MenuItem onSelect={() => setStatus('active')}>
            <CirclePlay aria-hidden />
            Resume
          </MenuItem>
        ) : (
          <MenuItem onSelect={() => setAsking('suspend')}>
            <CirclePause aria-hidden />
            Suspend
          </MenuItem>
        )}
        {may('tenants', 'delete') && (
          <MenuItem danger onSelect={() => setAsking('delete')}>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        )}
      </RowMenu>
      <ConfirmDialog
        open={asking === 'suspend'}
        onClose={close}
        title={`Suspend ${tenant.name}?`}
        action="Suspend tenant"
        pending={change.isPending}
        onConfirm={() => setStatus('suspended')}
      >
        Every call with its tokens and keys is answered 403 within a second, until you resume it.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        onClose={close}
        title={`Delete ${tenant.name}?`}
        action="Delete tenant"
        typedName={tenant.id}
        pending={removal.isPending}
        onConfirm={() => removal.mutate({ params })}
      >
        Its users and what they were granted go with it. From then on it is a tenant that nobody made.
      </ConfirmDialog>
    </div>
  );
}
