import { deleteRoute, listRoutes, type Route } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Send, Waypoints } from 'lucide-react';
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
import { MenuItem } from '../../ui/Menu.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { RouteDialog } from './RouteDialog.tsx';
import { routeColumns } from './route-columns.tsx';
import { TryRoute } from './TryRoute.tsx';

export function RoutesPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [deleting, setDeleting] = useState<Route>();
  const [tried, setTried] = useState<Route>();
  const add = may('routes', 'write') && <AddButton onClick={opened.create}>Add route</AddButton>;
  const actions = (route: Route) => (
    <EditMenu
      name={route.name}
      mayEdit={may('routes', 'write')}
      mayDelete={may('routes', 'delete')}
      onEdit={() => opened.edit(route.id)}
      onDelete={() => setDeleting(route)}
    >
      {may('apps', 'write') && (
        <MenuItem onSelect={() => setTried(route)}>
          <Send aria-hidden />
          Try it
        </MenuItem>
      )}
    </EditMenu>
  );
  const query = useInfiniteQuery(
    readPages(slug, listRoutes, { params: { app_id: app.id }, query: state.query }),
  );
  return (
    <div className="flex flex-col gap-5">
      <List
        label="Routes"
        state={state}
        query={query}
        columns={[...routeColumns(opened.edit), actionsColumn(actions)]}
        rowKey={(route) => route.id}
        filters={<div className="ml-auto">{add}</div>}
        empty={
          <Empty icon={Waypoints} title="No route yet" action={add}>
            Without a route every call is answered 404. A path of /* catches all.
          </Empty>
        }
      />
      {may('apps', 'write') && <TryRoute key={tried?.id} app={app} route={tried} />}
      {(opened.creating || opened.editing) && (
        <RouteDialog app={app} id={opened.editing} onClose={opened.close} />
      )}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteRoute}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title={`Delete ${deleting.name}?`}
          action="Delete route"
          said="Route deleted"
          onClose={() => setDeleting(undefined)}
        >
          Calls to <span className="font-mono">{deleting.path}</span> fall to another route that matches, or
          are answered 404.
        </DeleteRow>
      )}
    </div>
  );
}
