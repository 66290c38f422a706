import { listMail, type Mail, retryMail } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailOpen } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/change.ts';
import { readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { List } from '../../ui/List.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import { Badge, type StatusTone } from '../../ui/Status.tsx';
import { actionsColumn, type Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

const tones: Record<Mail['state'], StatusTone> = {
  queued: 'busy',
  sent: 'good',
  kept: 'idle',
  failed: 'bad',
};

export function MailPage() {
  const state = useListState();
  const [open, setOpen] = useState<Mail>();
  const columns: Column<Mail>[] = [
    {
      id: 'subject',
      header: 'Mail',
      cell: (mail) => (
        <button type="button" onClick={() => setOpen(mail)} className="group text-left">
          <span className="block font-medium group-hover:text-accent group-hover:underline">
            {mail.subject}
          </span>
          <span className="text-xs text-faint">to {mail.to}</span>
        </button>
      ),
    },
    { id: 'state', header: 'State', cell: (mail) => <Badge tone={tones[mail.state]}>{mail.state}</Badge> },
    { id: 'attempts', header: 'Attempts', from: 'md', align: 'right', cell: ({ attempts }) => attempts },
    {
      id: 'created',
      header: 'Written',
      sort: 'created_at',
      from: 'sm',
      cell: ({ created_at }) => (
        <span className="text-soft">
          <Ago at={created_at} />
        </span>
      ),
    },
    actionsColumn((mail) => mail.state === 'failed' && <Retry mail={mail} />),
  ];
  return (
    <Page title="Mail" lead="The outbox. Without a mail server the mails stay here, marked kept.">
      <List
        label="Mail"
        state={state}
        query={useInfiniteQuery(readPages(null, listMail, { query: state.query }))}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={MailOpen} title="No mail yet">
            Verification links and notifications appear here.
          </Empty>
        }
      />
      {open && <MailDialog mail={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

function Retry({ mail }: { mail: Mail }) {
  const { may } = useOperator();
  const change = useChange({ scope: null, operation: retryMail, said: 'Sent again' });
  if (!may('mail', 'write')) return null;
  return (
    <Button size="sm" pending={change.isPending} onClick={() => change.mutate({ params: { id: mail.id } })}>
      Send again
    </Button>
  );
}

const MailDialog = ({ mail, onClose }: { mail: Mail; onClose: () => void }) => (
  <Dialog open wide onClose={onClose} title={mail.subject} description={`To ${mail.to}`}>
    <div className="flex flex-col gap-4">
      {mail.error && <Notice tone="bad" title={mail.error} />}
      <p className="break-words whitespace-pre-wrap">{mail.text}</p>
    </div>
  </Dialog>
);
