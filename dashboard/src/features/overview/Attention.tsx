import { listApps } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { read } from '../../api/query.ts';
import { Section } from '../../ui/Page.tsx';
import { StatusDot, type StatusTone } from '../../ui/Status.tsx';

type Kind = 'no_app' | 'no_upstream' | 'no_traffic' | 'errors' | 'key_expiring' | 'revision_refused';
interface Item {
  kind: Kind;
  app_id?: string | undefined;
  text: string;
}

/** How urgent a kind is, and where it is mended. */
const kinds: Record<Kind, { tone: StatusTone; page: string }> = {
  no_app: { tone: 'idle', page: '' },
  no_upstream: { tone: 'warn', page: '/upstreams' },
  no_traffic: { tone: 'idle', page: '/start' },
  errors: { tone: 'bad', page: '' },
  key_expiring: { tone: 'warn', page: '/keys' },
  revision_refused: { tone: 'bad', page: '' },
};

export function Attention({ items, slug }: { items: readonly Item[]; slug: string }) {
  const { data } = useQuery(read(slug, listApps, { query: { limit: 200 } }));
  if (items.length === 0) return null;
  const appOf = (id: string | undefined) => data?.data.items.find((app) => app.id === id)?.slug;
  return (
    <Section title="Needs attention" flush>
      <ul className="divide-y divide-line">
        {items.map((item) => {
          const app = appOf(item.app_id);
          const to = app ? `/c/${slug}/apps/${app}${kinds[item.kind].page}` : `/c/${slug}/apps`;
          return (
            <li key={`${item.kind} ${item.app_id} ${item.text}`}>
              <Link to={to} className="flex items-center gap-3 px-4 py-2.5 transition-colors hover:bg-sunken">
                <StatusDot tone={kinds[item.kind].tone} />
                <span className="min-w-0 grow">{item.text}</span>
                <ChevronRight className="size-4 text-faint" aria-hidden />
              </Link>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
