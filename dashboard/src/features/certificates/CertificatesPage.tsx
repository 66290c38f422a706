import { type Certificate, deleteCertificate, listCertificates } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, ShieldCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { List } from '../../ui/List.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Empty } from '../../ui/States.tsx';
import { certificateColumns } from './certificate-columns.tsx';
import { UploadDialog } from './UploadDialog.tsx';

/** What the hosts of an app show to clients that come by TLS. */
export function CertificatesPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [deleting, setDeleting] = useState<Certificate>();
  const upload = may('certificates', 'write') && (
    <Button look="primary" onClick={opened.create}>
      <Plus aria-hidden />
      Upload certificate
    </Button>
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
    <>
      <List
        label="Certificates"
        state={state}
        query={useInfiniteQuery(readPages(slug, listCertificates, input))}
        columns={[...certificateColumns, { id: 'actions', header: '', cell: actions, align: 'right' }]}
        rowKey={(certificate) => certificate.id}
        filters={<div className="ml-auto">{upload}</div>}
        empty={
          <Empty icon={ShieldCheck} title="No certificate of its own" action={upload}>
            The hosts of this app show the gateway's default certificate.
          </Empty>
        }
      />
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
    </>
  );
}
