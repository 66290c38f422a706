import { deleteQuota, type Environment, environments, listQuotas, type Quota } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { Card } from '../../ui/Page.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Empty, Loaded, Skeleton } from '../../ui/States.tsx';
import { QuotaCard } from './QuotaCard.tsx';
import { QuotaDialog } from './QuotaDialog.tsx';

/** Quotas of an app with what is used of them now. */
export function QuotasPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const opened = useOpened();
  const [environment, setEnvironment] = useState<Environment>('production');
  const [deleting, setDeleting] = useState<Quota>();
  const query = useQuery(read(slug, listQuotas, { params: { app_id: app.id }, query: { limit: 200 } }));
  const add = may('limits', 'write') && <AddButton onClick={opened.create}>Add quota</AddButton>;
  return (
    <>
      <Loaded query={query} skeleton={<Skeleton className="h-40" />}>
        {({ data: { items } }) =>
          items.length === 0 ? (
            <Card>
              <Empty icon={Hourglass} title="No quota yet" action={add}>
                A quota says how many calls a tenant may make in a calendar day or month.
              </Empty>
            </Card>
          ) : (
            <div className="flex flex-col gap-4">
              <div className="flex flex-wrap items-center justify-between gap-3">
                <Segmented
                  label="Environment"
                  options={environments.map((name) => ({ value: name, label: name }))}
                  value={environment}
                  onChange={setEnvironment}
                />
                {add}
              </div>
              {items.map((quota) => (
                <QuotaCard
                  key={quota.id}
                  app={app}
                  quota={quota}
                  environment={environment}
                  onEdit={() => opened.edit(quota.id)}
                  onDelete={() => setDeleting(quota)}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {(opened.creating || opened.editing) && (
        <QuotaDialog app={app} id={opened.editing} onClose={opened.close} />
      )}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteQuota}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title={`Delete ${deleting.name}?`}
          action="Delete quota"
          said="Quota deleted"
          onClose={() => setDeleting(undefined)}
        >
          From then on nothing is counted against it.
        </DeleteRow>
      )}
    </>
  );
}
