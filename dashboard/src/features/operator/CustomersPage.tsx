import { CustomerStatus, listCustomers } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Building2, MailPlus } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { List } from '../../ui/List.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { CompanyInvitations } from './CompanyInvitations.tsx';
import { CustomerActions, type ListedCustomer } from './CustomerActions.tsx';
import { customerColumns } from './customer-columns.tsx';

export function CustomersPage() {
  const state = useListState();
  const { may } = useOperator();
  const [inviting, setInviting] = useState(false);
  const status = CustomerStatus.options.find((one) => one === state.filter('status'));
  const query = useInfiniteQuery(
    readPages(null, listCustomers, { query: { ...state.query, ...(status ? { status } : {}) } }),
  );
  return (
    <Page
      title="Customers"
      lead="Every company on this platform."
      actions={
        may('customers', 'write') && (
          <Button look="primary" onClick={() => setInviting(true)}>
            <MailPlus aria-hidden />
            Invite a company
          </Button>
        )
      }
    >
      <List
        label="Customers"
        state={state}
        query={query}
        columns={[
          ...customerColumns,
          actionsColumn((customer: ListedCustomer) => <CustomerActions customer={customer} />),
        ]}
        rowKey={({ id }) => id}
        filterNames={['status']}
        filters={
          <FilterSelect
            state={state}
            name="status"
            label="Status"
            all="Any status"
            options={CustomerStatus.options}
          />
        }
        empty={
          <Empty icon={Building2} title="No customer yet">
            They appear here when they register.
          </Empty>
        }
      />
      <CompanyInvitations inviting={inviting} onInvited={() => setInviting(false)} />
    </Page>
  );
}
