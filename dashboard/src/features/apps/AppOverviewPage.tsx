import type { App } from '@aegis/contracts';
import { useApp } from '../../api/use-app.ts';
import { useCustomer } from '../../api/use-session.ts';
import { CallSnippets } from '../../calls/CallSnippets.tsx';
import { LinkButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { StatusDot } from '../../ui/Status.tsx';
import { Ago } from '../../ui/Time.tsx';
import { UsagePanel } from '../../usage/UsagePanel.tsx';

export function AppOverviewPage() {
  const app = useApp();
  const { slug } = useCustomer();
  const [production] = app.environments;
  const at = `/c/${slug}/apps/${app.slug}`;
  return (
    <div className="flex flex-col gap-6">
      {production && !production.ready && (
        <Notice
          tone="warn"
          title="Production has no upstream"
          actions={
            <LinkButton size="sm" to={`${at}/upstreams?new=1`}>
              Add one
            </LinkButton>
          }
        >
          Calls are answered 503 until the gateway knows where to send them.
        </Notice>
      )}
      {production?.ready && !production.first_request_at && (
        <Notice
          tone="info"
          title="No request yet"
          actions={
            <LinkButton size="sm" to={`${at}/start`}>
              Make the first call
            </LinkButton>
          }
        >
          The app is ready; nothing has called it so far.
        </Notice>
      )}
      <UsagePanel slug={slug} appId={app.id} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Environments app={app} />
        <Section title="Call it">
          <CallSnippets host={production?.hosts[0] ?? ''} apiKey={undefined} />
        </Section>
      </div>
    </div>
  );
}

const Environments = ({ app }: { app: App }) => (
  <Section title="Environments" flush>
    <ul className="divide-y divide-line">
      {app.environments.map(({ name, hosts, ready, first_request_at }) => (
        <li key={name} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex items-center gap-2.5">
            <StatusDot tone={ready ? 'good' : 'idle'} />
            <span className="grow font-medium">{name}</span>
            <span className="text-xs text-faint">
              {!ready && 'no upstream'}
              {ready && !first_request_at && 'no request yet'}
              {ready && first_request_at && (
                <>
                  since <Ago at={first_request_at} />
                </>
              )}
            </span>
          </div>
          {hosts.map((host) => (
            <span key={host} className="flex items-center gap-1 pl-4.5 font-mono text-xs text-soft">
              <span className="truncate">{host}</span>
              <CopyButton text={host} label={`Copy ${host}`} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  </Section>
);
