import { listOperatorPlugins, type OperatorPlugin, removePlugin } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { useOperator } from '../../api/use-session.ts';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { Card, Page } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Table } from '../../ui/Table.tsx';
import { PluginProblems } from './PluginProblems.tsx';
import { pluginColumns } from './plugin-columns.tsx';

/** Plugins of the platform: the built-in ones and those that operators installed. */
export function PluginsPage() {
  const { may } = useOperator();
  const [removing, setRemoving] = useState<OperatorPlugin>();
  const query = useQuery({ ...read(null, listOperatorPlugins), refetchInterval: 5_000 });
  const columns = pluginColumns(may('plugins', 'delete') ? setRemoving : undefined);
  return (
    <Page
      title="Plugins"
      lead={
        <>
          What routes and apps can use. <code className="font-mono text-xs">aegis plugin create</code> makes
          one of your own, <code className="font-mono text-xs">aegis plugin install</code> brings it here.
        </>
      }
    >
      <Loaded query={query} skeleton={<Skeleton className="h-56" />}>
        {({ data: { items } }) => (
          <div className="flex flex-col gap-4">
            <PluginProblems plugins={items} />
            <Card>
              <Table label="Plugins" columns={columns} rows={items} rowKey={({ name }) => name} />
            </Card>
          </div>
        )}
      </Loaded>
      {removing && (
        <DeleteRow
          scope={null}
          operation={removePlugin}
          input={{ params: { name: removing.name } }}
          title={`Remove ${removing.name}?`}
          action="Remove plugin"
          said="Plugin removed"
          typedName={removing.name}
          onClose={() => setRemoving(undefined)}
        >
          Gateways forget its code. It has to be switched off everywhere first.
        </DeleteRow>
      )}
    </Page>
  );
}
