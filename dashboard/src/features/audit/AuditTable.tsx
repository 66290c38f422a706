import type { AuditEntry } from '@aegis/contracts';
import { ScrollText } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import type { ListState } from '../../api/use-list-state.ts';
import { CodeBlock } from '../../ui/Copy.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatMomentWithZone } from '../../ui/format.ts';
import { List } from '../../ui/List.tsx';
import { Fact, Facts } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import { Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';
import { actionWords } from './action-words.ts';

interface AuditTableProps {
  state: ListState;
  query: ComponentProps<typeof List<AuditEntry>>['query'];
}

/** Who changed what; one entry opens with its before and after. */
export function AuditTable({ state, query }: AuditTableProps) {
  const [open, setOpen] = useState<AuditEntry>();
  const columns: Column<AuditEntry>[] = [
    {
      id: 'action',
      header: 'What',
      cell: (entry) => (
        <button
          type="button"
          onClick={() => setOpen(entry)}
          className="text-left font-medium hover:text-accent hover:underline"
        >
          {actionWords(entry.action)}
        </button>
      ),
    },
    { id: 'resource', header: 'On', from: 'sm', cell: ({ resource }) => <Tag>{resource}</Tag> },
    { id: 'actor', header: 'Who', cell: ({ actor }) => <span className="break-all text-soft">{actor}</span> },
    {
      id: 'revision',
      header: 'Revision',
      from: 'lg',
      align: 'right',
      cell: ({ revision }) => <span className="text-soft">{revision}</span>,
    },
    {
      id: 'at',
      header: 'When',
      sort: 'at',
      cell: ({ at }) => (
        <span className="text-soft">
          <Ago at={at} />
        </span>
      ),
    },
  ];
  return (
    <>
      <List
        label="Audit"
        state={state}
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={ScrollText} title="Nothing happened yet">
            Every change is written down here, with who made it and from where.
          </Empty>
        }
      />
      {open && <EntryDialog entry={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

const text = (value: unknown) => JSON.stringify(value, null, 2);
const isKnown = (value: unknown) => value !== undefined && value !== null;

function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const states = [
    ['Before', entry.before],
    ['After', entry.after],
  ] as const;
  return (
    <Dialog open wide onClose={onClose} title={actionWords(entry.action)}>
      <div className="flex flex-col gap-5">
        <Facts>
          <Fact name="Operation">
            <span className="font-mono text-xs">{entry.action}</span>
          </Fact>
          <Fact name="When">{formatMomentWithZone(entry.at)}</Fact>
          <Fact name="Who">{entry.actor}</Fact>
          {entry.ip && <Fact name="From">{entry.ip}</Fact>}
          <Fact name="On">
            {entry.resource}{' '}
            {entry.resource_id && <span className="font-mono text-xs">{entry.resource_id}</span>}
          </Fact>
          {entry.revision !== undefined && <Fact name="Revision">{entry.revision}</Fact>}
        </Facts>
        {states.map(
          ([name, value]) =>
            isKnown(value) && (
              <div key={name} className="flex flex-col gap-1.5">
                <p className="text-xs text-faint">{name}</p>
                <CodeBlock text={text(value)} label={name} wrap />
              </div>
            ),
        )}
      </div>
    </Dialog>
  );
}
