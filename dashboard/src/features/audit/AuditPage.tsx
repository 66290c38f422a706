import { listAudit } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Page } from '../../ui/Page.tsx';
import { AuditTable } from './AuditTable.tsx';

export function AuditPage() {
  const { slug } = useCustomer();
  const state = useListState();
  return (
    <Page title="Audit" lead="Every change of the company, newest first.">
      <AuditTable
        state={state}
        query={useInfiniteQuery(readPages(slug, listAudit, { query: state.query }))}
      />
    </Page>
  );
}
