import { type Callout, deleteCallout, type Environment, environments, listCallouts } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { MessageCircleQuestion } from 'lucide-react';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { Card } from '../../ui/Page.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Empty, Loaded, Skeleton } from '../../ui/States.tsx';
import { CalloutCard } from './CalloutCard.tsx';
import { CalloutDialog } from './CalloutDialog.tsx';
import { CalloutSecret } from './CalloutSecret.tsx';
import { PurgeDialog } from './PurgeDialog.tsx';
import { TestCallout } from './TestCallout.tsx';

type Opened = 'new' | 'settings' | 'purge' | 'remove';

/** Whom gateways ask where grants do not decide, for one environment at a time. */
export function CalloutPage() {
  const app = useApp();
  const { slug } = useCustomer();
  const [environment, setEnvironment] = useState<Environment>('production');
  const [opened, setOpened] = useState<Opened>();
  const [secret, setSecret] = useState<string>();
  const query = useQuery(read(slug, listCallouts, { params: { app_id: app.id } }));
  const close = () => setOpened(undefined);
  const params = { app_id: app.id, environment };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Segmented
          label="Environment"
          options={environments.map((name) => ({ value: name, label: name }))}
          value={environment}
          onChange={setEnvironment}
        />
      </div>
      <Loaded query={query} skeleton={<Skeleton className="h-40" />}>
        {({ data }) => (
          <Shown
            key={environment}
            callout={data.items.find((one) => one.environment === environment)}
            appId={app.id}
            onOpen={setOpened}
          />
        )}
      </Loaded>
      {(opened === 'new' || opened === 'settings') && (
        <CalloutDialog params={params} isNew={opened === 'new'} onMade={setSecret} onClose={close} />
      )}
      {opened === 'purge' && <PurgeDialog params={params} onClose={close} />}
      {opened === 'remove' && (
        <DeleteRow
          scope={slug}
          operation={deleteCallout}
          input={{ params }}
          title={`Remove the callout of ${environment}?`}
          action="Remove callout"
          said="Callout removed"
          onClose={close}
        >
          Routes that only the callout decides are closed from then on.
        </DeleteRow>
      )}
      <CalloutSecret secret={secret} onClose={() => setSecret(undefined)} />
    </div>
  );
}

interface ShownProps {
  callout: Callout | undefined;
  appId: string;
  onOpen: (what: Opened) => void;
}

function Shown({ callout, appId, onOpen }: ShownProps) {
  const { may } = useCustomer();
  if (callout) {
    return (
      <>
        <CalloutCard callout={callout} onOpen={onOpen} />
        {may('authorize', 'write') && <TestCallout appId={appId} environment={callout.environment} />}
      </>
    );
  }
  const add = may('authorize', 'write') && <AddButton onClick={() => onOpen('new')}>Set callout</AddButton>;
  return (
    <Card>
      <Empty icon={MessageCircleQuestion} title="No callout in this environment" action={add}>
        Where roles and scopes leave it open, gateways can ask your own backend. Without one they refuse.
      </Empty>
    </Card>
  );
}
