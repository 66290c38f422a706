import { listTokens, revokeToken, type Token } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton, Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { List } from '../../ui/List.tsx';
import { Page } from '../../ui/Page.tsx';
import { SecretDialog } from '../../ui/SecretDialog.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import { tokenColumns } from './token-columns.tsx';

/** Credentials of scripts and pipelines for this API. */
export function TokensPage() {
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [secret, setSecret] = useState<string>();
  const [revoking, setRevoking] = useState<Token>();
  const add = may('tokens', 'write') && <AddButton onClick={opened.create}>Create token</AddButton>;
  const revoke = (token: Token) =>
    may('tokens', 'delete') && (
      <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
        Revoke
      </Button>
    );
  return (
    <Page
      title="Tokens"
      lead="For the CLI, scripts and pipelines. They never allow more than their maker."
      actions={add}
    >
      <List
        label="Tokens"
        state={state}
        query={useInfiniteQuery(readPages(slug, listTokens, { query: state.query }))}
        columns={[...tokenColumns, actionsColumn(revoke)]}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={SquareTerminal} title="No token yet" action={add}>
            A pipeline signs in with a token instead of a password.
          </Empty>
        }
      />
      {opened.creating && (
        <NewTokenDialog
          onClose={opened.close}
          onSecret={(text) => {
            opened.close();
            setSecret(text);
          }}
        />
      )}
      {revoking && (
        <DeleteRow
          scope={slug}
          operation={revokeToken}
          input={{ params: { id: revoking.id } }}
          title={`Revoke ${revoking.name}?`}
          action="Revoke token"
          said="Token revoked"
          onClose={() => setRevoking(undefined)}
        >
          Whatever uses it is signed out at once.
        </DeleteRow>
      )}
      <SecretDialog title="Your new token" secret={secret} onClose={() => setSecret(undefined)} />
    </Page>
  );
}
