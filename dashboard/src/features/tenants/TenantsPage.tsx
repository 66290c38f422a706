import { listTenants, listTenantTiers, TenantStatus } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { type ListState, useListState } from '../../api/use-list-state.ts';
import { useNames } from '../../api/use-names.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { List } from '../../ui/List.tsx';
import { Empty } from '../../ui/States.tsx';
import { TenantDialog } from './TenantDialog.tsx';
import { Tiers } from './Tiers.tsx';
import { tenantColumns } from './tenant-columns.tsx';

/** Only words that the operation knows; an address may carry others. */
function tenantQuery(state: ListState) {
  const status = TenantStatus.options.find((one) => one === state.filter('status'));
  const tier = state.filter('tier');
  return { ...state.query, ...(status && { status }), ...(tier && { tier }) };
}

export function TenantsPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const params = { app_id: app.id };
  const tiers = useNames(app, listTenantTiers);
  const add = may('tenants', 'write') && <AddButton onClick={opened.create}>Add tenant</AddButton>;
  return (
    <div className="flex flex-col gap-5">
      <List
        label="Tenants"
        state={state}
        query={useInfiniteQuery(readPages(slug, listTenants, { params, query: tenantQuery(state) }))}
        columns={tenantColumns(`/c/${slug}/apps/${app.slug}/tenants`)}
        rowKey={(tenant) => tenant.id}
        filterNames={['status', 'tier']}
        filters={
          <>
            <FilterSelect
              state={state}
              name="status"
              label="Status"
              all="Any status"
              options={TenantStatus.options}
            />
            {tiers.length > 0 && (
              <FilterSelect state={state} name="tier" label="Tier" all="Every tier" options={tiers} />
            )}
            <div className="ml-auto">{add}</div>
          </>
        }
        empty={
          <Empty icon={Building2} title="No tenant yet" action={add}>
            The companies among your own clients. Your backend can add them at sign-up, by the id that it has
            for them.
          </Empty>
        }
      />
      <Tiers app={app} />
      {opened.creating && <TenantDialog app={app} tiers={tiers} onClose={opened.close} />}
    </div>
  );
}
