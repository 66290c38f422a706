import { type ApiKey, listKeys } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { List } from '../../ui/List.tsx';
import { SecretDialog } from '../../ui/SecretDialog.tsx';
import { Empty } from '../../ui/States.tsx';
import { KeyActions } from './KeyActions.tsx';
import { KeyFilters, keyFilterNames, keyQuery } from './KeyFilters.tsx';
import { keyColumns } from './key-columns.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';

const columns = [
  ...keyColumns,
  {
    id: 'actions',
    header: '',
    align: 'right' as const,
    cell: (key: ApiKey) => <KeyActions apiKey={key} />,
  },
];

export function AppKeysPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [secret, setSecret] = useState<string>();
  const add = may('keys', 'write') && <AddButton onClick={opened.create}>Create key</AddButton>;
  const input = { params: { app_id: app.id }, query: keyQuery(state) };
  return (
    <>
      <List
        label="API keys"
        state={state}
        query={useInfiniteQuery(readPages(slug, listKeys, input))}
        columns={columns}
        rowKey={(key) => key.id}
        filterNames={keyFilterNames}
        filters={
          <>
            <KeyFilters state={state} />
            <div className="ml-auto">{add}</div>
          </>
        }
        empty={
          <Empty icon={KeyRound} title="No API key yet" action={add}>
            Callers show a key with every call. Make one for each of them, so that each can be limited and
            stopped.
          </Empty>
        }
      />
      {opened.creating && (
        <NewKeyDialog
          app={app}
          onClose={opened.close}
          onSecret={(text) => {
            opened.close();
            setSecret(text);
          }}
        />
      )}
      <SecretDialog title="Your new API key" secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}
