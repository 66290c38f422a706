import { deleteUpstream, environments, listUpstreams, type Upstream } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { HeartPulse, Pencil, Plus, Server, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { List } from '../../ui/List.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Empty } from '../../ui/States.tsx';
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
  const add = may('upstreams', 'write') && (
    <Button look="primary" onClick={opened.create}>
      <Plus aria-hidden />
      Add upstream
    </Button>
  );
  const actions = (upstream: Upstream) => (
    <RowMenu label={`Actions for ${upstream.name} of ${upstream.environment}`}>
      <MenuItem onSelect={() => opened.edit(upstream.id)}>
        <Pencil aria-hidden />
        {may('upstreams', 'write') ? 'Edit' : 'Look at'}
      </MenuItem>
      <MenuItem onSelect={() => setWatching(upstream)}>
        <HeartPulse aria-hidden />
        Health
      </MenuItem>
      {may('upstreams', 'delete') && (
        <MenuItem danger onSelect={() => setDeleting(upstream)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      )}
    </RowMenu>
  );
  return (
    <>
      <List
        label="Upstreams"
        state={state}
        query={query}
        columns={[
          ...upstreamColumns(opened.edit),
          { id: 'actions', header: '', cell: actions, align: 'right' },
        ]}
        rowKey={(upstream) => upstream.id}
        filterNames={['environment']}
        filters={
          <>
            <FilterSelect
              state={state}
              name="environment"
              label="Environment"
              all="All environments"
              options={environments}
            />
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
