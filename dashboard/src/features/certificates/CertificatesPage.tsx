import { type Certificate, deleteCertificate, listCertificates } from '@aegis/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ShieldCheck, Trash2, Upload } from 'lucide-react';
import { useState } from 'react';
import { platformQuery } from '../../api/platform.ts';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton, Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { List } from '../../ui/List.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { certificateColumns } from './certificate-columns.tsx';
import { OrderDialog } from './OrderDialog.tsx';
import { Orders } from './Orders.tsx';
import { UploadDialog } from './UploadDialog.tsx';

/** What the hosts of an app show to clients that come by TLS. */
export function CertificatesPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [deleting, setDeleting] = useState<Certificate>();
  const [ordering, setOrdering] = useState(false);
  const canOrder = useQuery(platformQuery).data?.data.certificate_orders ?? false;
  const add = may('certificates', 'write') && (
    <div className="flex flex-wrap justify-center gap-2">
      <Button look={canOrder ? 'secondary' : 'primary'} onClick={opened.create}>
        <Upload aria-hidden />
        Upload certificate
      </Button>
      {canOrder && <AddButton onClick={() => setOrdering(true)}>Order certificate</AddButton>}
    </div>
  );
  const actions = (certificate: Certificate) =>
    may('certificates', 'delete') && (
      <RowMenu label={`Actions for the certificate of ${certificate.hosts.join(', ')}`}>
        <MenuItem danger onSelect={() => setDeleting(certificate)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </RowMenu>
    );
  const input = { query: { ...state.query, app_id: app.id } };
  return (
    <div className="flex flex-col gap-4">
      <Orders app={app} />
      <List
        label="Certificates"
        state={state}
        query={useInfiniteQuery(readPages(slug, listCertificates, input))}
        columns={[...certificateColumns, actionsColumn(actions)]}
        rowKey={(certificate) => certificate.id}
        filters={<div className="ml-auto">{add}</div>}
        empty={
          <Empty icon={ShieldCheck} title="No certificate of its own" action={add}>
            The hosts of this app show the gateway's default certificate.
          </Empty>
        }
      />
      {ordering && <OrderDialog app={app} onClose={() => setOrdering(false)} />}
      {opened.creating && <UploadDialog app={app} onClose={opened.close} />}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteCertificate}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title="Delete the certificate?"
          action="Delete certificate"
          said="Certificate deleted"
          onClose={() => setDeleting(undefined)}
        >
          {deleting.hosts.join(', ')} will show the gateway's default certificate, which browsers may refuse.
        </DeleteRow>
      )}
    </div>
  );
}
