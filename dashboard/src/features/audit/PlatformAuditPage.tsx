import { listPlatformAudit, verifyAudit } from '@aegis/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { read, readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { Button } from '../../ui/Button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Page } from '../../ui/Page.tsx';
import { StatusDot } from '../../ui/Status.tsx';
import { AuditTable } from './AuditTable.tsx';

export function PlatformAuditPage() {
  const state = useListState();
  return (
    <Page title="Platform audit" lead="Every change on the platform, newest first." actions={<Chain />}>
      <AuditTable
        state={state}
        query={useInfiniteQuery(readPages(null, listPlatformAudit, { query: state.query }))}
      />
    </Page>
  );
}

/** Whether an entry was removed or changed behind the service's back. */
function Chain() {
  const check = useQuery({ ...read(null, verifyAudit), enabled: false });
  const result = check.data?.data;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span role="status" className="inline-flex items-center gap-2 text-soft">
        {result && (
          <>
            <StatusDot tone={result.intact ? 'good' : 'bad'} />
            {result.intact
              ? `${formatNumber(result.entries)} entries, none changed`
              : `The chain breaks at ${result.broken_at}`}
          </>
        )}
      </span>
      <Button pending={check.isFetching} onClick={() => void check.refetch()}>
        Check the chain
      </Button>
    </div>
  );
}
