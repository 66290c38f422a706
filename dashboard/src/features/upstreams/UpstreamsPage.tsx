import { deleteUpstream, environments, listUpstreams, type Upstream } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { HeartPulse, Server } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { EditMenu } from '../../ui/EditMenu.tsx';
import { EnvironmentFilter } from '../../ui/FilterSelect.tsx';
import { List } from '../../ui/List.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { HealthDialog } from './HealthDialog.tsx';
import { UpstreamDialog } from './UpstreamDialog.tsx';
import { upstreamColumns } from './upstream-columns.tsx';

export function UpstreamsPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [watching, setWatching] = useState<Upstream>();
  const [deleting, setDeleting] = useState<Upstream>();
  const environment = environments.find((one) => one === state.filter('environment'));
  const query = useInfiniteQuery(
    readPages(slug, listUpstreams, {
      params: { app_id: app.id },
      query: { ...state.query, ...(environment ? { environment } : {}) },
    }),
  );
  const add = may('upstreams', 'write') && <AddButton onClick={opened.create}>Add upstream</AddButton>;
  const actions = (upstream: Upstream) => (
    <EditMenu
      name={`${upstream.name} of ${upstream.environment}`}
      mayEdit={may('upstreams', 'write')}
      mayDelete={may('upstreams', 'delete')}
      onEdit={() => opened.edit(upstream.id)}
      onDelete={() => setDeleting(upstream)}
    >
      <MenuItem onSelect={() => setWatching(upstream)}>
        <HeartPulse aria-hidden />
        Health
      </MenuItem>
    </EditMenu>
  );
  return (
    <>
      <List
        label="Upstreams"
        state={state}
        query={query}
        columns={[...upstreamColumns(opened.edit), actionsColumn(actions)]}
        rowKey={(upstream) => upstream.id}
        filterNames={['environment']}
        filters={
          <>
            <EnvironmentFilter state={state} />
            <div className="ml-auto">{add}</div>
          </>
        }
        empty={
          <Empty icon={Server} title="No upstream yet" action={add}>
            An upstream says where the calls of an environment go.
          </Empty>
        }
      />
      {(opened.creating || opened.editing) && (
        <UpstreamDialog app={app} id={opened.editing} onClose={opened.close} />
      )}
      {watching && <HealthDialog app={app} upstream={watching} onClose={() => setWatching(undefined)} />}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteUpstream}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title={`Delete ${deleting.name} of ${deleting.environment}?`}
          action="Delete upstream"
          said="Upstream deleted"
          onClose={() => setDeleting(undefined)}
        >
          It can only go when no route uses it.
        </DeleteRow>
      )}
    </>
  );
}
