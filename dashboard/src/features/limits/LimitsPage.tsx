import { deleteLimit, type Limit, listLimits } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { EditMenu } from '../../ui/EditMenu.tsx';
import { List } from '../../ui/List.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { LimitDialog } from './LimitDialog.tsx';
import { limitColumns } from './limit-columns.tsx';

export function LimitsPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [deleting, setDeleting] = useState<Limit>();
  const add = may('limits', 'write') && <AddButton onClick={opened.create}>Add limit</AddButton>;
  const actions = (limit: Limit) => (
    <EditMenu
      name={limit.name}
      mayEdit={may('limits', 'write')}
      mayDelete={may('limits', 'delete')}
      onEdit={() => opened.edit(limit.id)}
      onDelete={() => setDeleting(limit)}
    />
  );
  const input = { params: { app_id: app.id }, query: state.query };
  return (
    <>
      <List
        label="Limits"
        state={state}
        query={useInfiniteQuery(readPages(slug, listLimits, input))}
        columns={[...limitColumns(opened.edit), actionsColumn(actions)]}
        rowKey={(limit) => limit.id}
        filters={<div className="ml-auto">{add}</div>}
        empty={
          <Empty icon={Gauge} title="No rate limit yet" action={add}>
            A limit keeps one caller from using up the backend of all others.
          </Empty>
        }
      />
      {(opened.creating || opened.editing) && (
        <LimitDialog app={app} id={opened.editing} onClose={opened.close} />
      )}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteLimit}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title={`Delete ${deleting.name}?`}
          action="Delete limit"
          said="Limit deleted"
          onClose={() => setDeleting(undefined)}
        >
          It can only go when no route and no key names it.
        </DeleteRow>
      )}
    </>
  );
}
