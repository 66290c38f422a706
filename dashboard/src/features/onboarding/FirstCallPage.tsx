import { type App, getApp } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Gauge, UserPlus, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { read } from '../../api/query.ts';
import { environmentOf } from '../../api/use-app.ts';
import { useCustomer } from '../../api/use-session.ts';
import { CallSnippets } from '../../calls/CallSnippets.tsx';
import { type TryAnswer, TryResult } from '../../calls/TryResult.tsx';
import { LinkButton } from '../../ui/Button.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { FirstKey } from './FirstKey.tsx';
import { LivePanel } from './LivePanel.tsx';
import { Steps } from './Steps.tsx';
import { useFirstKey } from './use-first-key.ts';

/** The second minute: key and call to copy, and a panel that turns green when the call arrives. */
export function FirstCallPage() {
  const { slug } = useCustomer();
  const { app = '' } = useParams();
  const query = useQuery({
    ...read(slug, getApp, { params: { id: app } }),
    // Until the first request was counted; then there is nothing to wait for.
    refetchInterval: ({ state }) => (arrivedAt(state.data?.data) ? false : 1_000),
  });
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-96" />}>
      {({ data }) => <FirstCall app={data} />}
    </Loaded>
  );
}

const arrivedAt = (app: App | undefined) => app && environmentOf(app, 'production')?.first_request_at;

function FirstCall({ app }: { app: App }) {
  const { slug } = useCustomer();
  const [answer, setAnswer] = useState<TryAnswer>();
  const firstKey = useFirstKey(app.id);
  const host = environmentOf(app, 'production')?.hosts[0] ?? '';
  const arrived = arrivedAt(app);
  const at = `/c/${slug}/apps/${app.slug}`;
  return (
    <Page
      title={app.name}
      lead={<span className="font-mono text-[0.8125rem]">{host}</span>}
      actions={<LinkButton to={at}>Open the app</LinkButton>}
    >
      <Steps current={2} done={arrived !== undefined} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <Section title="Call it" lead="Your API answers on its own host now, behind a key.">
          <div className="flex flex-col gap-5">
            <FirstKey appId={app.id} secret={firstKey} />
            <CallSnippets host={host} apiKey={firstKey} />
          </div>
        </Section>
        <div className="flex flex-col gap-5">
          <LivePanel app={app} arrived={arrived} apiKey={firstKey} onAnswer={setAnswer} />
          {answer && (
            <Section title="What came back">
              <TryResult answer={answer} app={app} />
            </Section>
          )}
          {arrived && <NextSteps at={at} team={`/c/${slug}/team`} />}
        </div>
      </div>
    </Page>
  );
}

const NextSteps = ({ at, team }: { at: string; team: string }) => {
  const row = 'flex items-center gap-3 px-4 py-2.5 transition-colors hover:bg-sunken';
  return (
    <Section title="What next?" flush>
      <ul className="divide-y divide-line">
        <li>
          <Link className={row} to={`${at}/limits?new=1`}>
            <Gauge className="size-4 text-accent" aria-hidden /> Add a rate limit
          </Link>
        </li>
        <li>
          <Link className={row} to={`${at}/routes`}>
            <Waypoints className="size-4 text-accent" aria-hidden /> Split it into routes
          </Link>
        </li>
        <li>
          <Link className={row} to={`${team}?invite=1`}>
            <UserPlus className="size-4 text-accent" aria-hidden /> Invite a colleague
          </Link>
        </li>
      </ul>
    </Section>
  );
};
