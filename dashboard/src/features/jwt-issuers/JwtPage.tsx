import { deleteJwtIssuer, type JwtIssuer, listJwtIssuers } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Ban, Fingerprint } from 'lucide-react';
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
import { IssuerDialog } from './IssuerDialog.tsx';
import { issuerColumns } from './issuer-columns.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

export function JwtPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [asking, setAsking] = useState<{ what: 'revoke' | 'delete'; issuer: JwtIssuer }>();
  const close = () => setAsking(undefined);
  const add = may('issuers', 'write') && <AddButton onClick={opened.create}>Add identity provider</AddButton>;
  const actions = (issuer: JwtIssuer) => (
    <EditMenu
      name={issuer.name}
      mayEdit={may('issuers', 'write')}
      mayDelete={may('issuers', 'delete')}
      onEdit={() => opened.edit(issuer.id)}
      onDelete={() => setAsking({ what: 'delete', issuer })}
    >
      {may('issuers', 'delete') && (
        <MenuItem onSelect={() => setAsking({ what: 'revoke', issuer })}>
          <Ban aria-hidden />
          Revoke tokens
        </MenuItem>
      )}
    </EditMenu>
  );
  const input = { params: { app_id: app.id }, query: state.query };
  return (
    <>
      <List
        label="Identity providers"
        state={state}
        query={useInfiniteQuery(readPages(slug, listJwtIssuers, input))}
        columns={[...issuerColumns(opened.edit), actionsColumn(actions)]}
        rowKey={(issuer) => issuer.id}
        filters={<div className="ml-auto">{add}</div>}
        empty={
          <Empty icon={Fingerprint} title="No identity provider yet" action={add}>
            Add the one that your users sign in with, then let a route take its JSON Web Tokens.
          </Empty>
        }
      />
      {(opened.creating || opened.editing) && (
        <IssuerDialog app={app} id={opened.editing} onClose={opened.close} />
      )}
      {asking?.what === 'revoke' && <RevokeDialog app={app} issuer={asking.issuer} onClose={close} />}
      {asking?.what === 'delete' && (
        <DeleteRow
          scope={slug}
          operation={deleteJwtIssuer}
          input={{ params: { app_id: app.id, id: asking.issuer.id } }}
          title={`Delete ${asking.issuer.name}?`}
          action="Delete identity provider"
          said="Identity provider deleted"
          typedName={asking.issuer.name}
          onClose={close}
        >
          Every token of {asking.issuer.issuer} is refused at once.
        </DeleteRow>
      )}
    </>
  );
}
