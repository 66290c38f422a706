import { getConfig } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { CodeBlock } from '../../ui/Copy.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { ConfigForm } from './ConfigForm.tsx';

export function ConfigPage() {
  const query = useQuery(read(null, getConfig));
  return (
    <Page
      title="Platform settings"
      lead="Gateways test them before they serve them; a bad one changes nothing."
    >
      <Loaded query={query} skeleton={<Skeleton className="h-[40rem]" />}>
        {({ data: { config, nginx_conf, liveness }, etag }) => (
          <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
            <Section title="Settings" actions={<LivenessBadge liveness={liveness} />}>
              <ConfigForm key={etag} config={config} etag={etag} />
            </Section>
            <Section title="nginx.conf" lead="What the saved settings make.">
              <CodeBlock text={nginx_conf} label="nginx.conf" tall />
            </Section>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
