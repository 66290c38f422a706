import { type ApiKey, listAllKeys, listApps } from '@aegis/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { Link } from 'react-router';
import { read, readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { List } from '../../ui/List.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import type { Column } from '../../ui/Table.tsx';
import { KeyActions } from './KeyActions.tsx';
import { KeyFilters, keyFilterNames, keyQuery } from './KeyFilters.tsx';
import { keyColumns } from './key-columns.tsx';

/** Every key of the company, whatever its app. */
export function AllKeysPage() {
  const { slug } = useCustomer();
  const state = useListState();
  const { data } = useQuery(read(slug, listApps, { query: { limit: 200 } }));
  const appColumn: Column<ApiKey> = {
    id: 'app',
    header: 'App',
    cell: ({ app_id }) => {
      const app = data?.data.items.find(({ id }) => id === app_id);
      return (
        app && (
          <Link to={`/c/${slug}/apps/${app.slug}/keys`} className="hover:text-accent hover:underline">
            {app.name}
          </Link>
        )
      );
    },
  };
  const [nameColumn, ...others] = keyColumns;
  const columns = [
    ...(nameColumn ? [nameColumn] : []),
    appColumn,
    ...others,
    {
      id: 'actions',
      header: '',
      align: 'right' as const,
      cell: (key: ApiKey) => <KeyActions apiKey={key} />,
    },
  ];
  return (
    <Page title="API keys" lead="Keys of all apps. New ones are made on the page of their app.">
      <List
        label="API keys"
        state={state}
        query={useInfiniteQuery(readPages(slug, listAllKeys, { query: keyQuery(state) }))}
        columns={columns}
        rowKey={(key) => key.id}
        filterNames={keyFilterNames}
        filters={<KeyFilters state={state} />}
        empty={
          <Empty
            icon={KeyRound}
            title="No API key yet"
            action={<LinkButton to={`/c/${slug}/apps`}>Go to the apps</LinkButton>}
          >
            An app's first key comes with the app.
          </Empty>
        }
      />
    </Page>
  );
}
