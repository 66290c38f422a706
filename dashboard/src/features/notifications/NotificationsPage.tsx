import { getNotificationSettings, NotificationKind, replaceNotificationSettings } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { useChange } from '../../api/change.ts';
import { read } from '../../api/query.ts';
import { useCustomer, useMe } from '../../api/use-session.ts';
import { Card, Page } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Switch } from '../../ui/Toggle.tsx';

type Kind = z.infer<typeof NotificationKind>;

const words: Record<Kind, [string, string]> = {
  member_joined: ['Somebody joined', 'A new member of the company.'],
  key_created: ['An API key was created', 'By anybody in the company.'],
  key_expiring: ['An API key ends soon', 'A week before, and a day before.'],
  certificate_expiring: ['A certificate ends soon', 'Three weeks before, and a week before.'],
  certificate_failed: ['A certificate was not issued', 'When an order is given up, with the reason.'],
  quota_reached: ['A quota is nearly used up', 'At 80, 90 and 100 percent, once each in a period.'],
  revision_refused: ['A gateway refused a change', 'The last good state keeps serving.'],
};

export function NotificationsPage() {
  const { slug, membership } = useCustomer();
  const { account } = useMe();
  const query = useQuery(read(slug, getNotificationSettings));
  const change = useChange({ scope: slug, operation: replaceNotificationSettings });
  return (
    <Page title="Notifications" lead={`What ${membership.name} mails to ${account.email}.`}>
      <Card className="max-w-2xl">
        <Loaded query={query} skeleton={<Skeleton className="m-5 h-56" />}>
          {({ data }) => {
            const email = change.isPending ? change.variables.body.email : data.email;
            return (
              <ul className="divide-y divide-line">
                {NotificationKind.options.map((kind) => (
                  <li key={kind} className="px-4 py-3.5">
                    <Switch
                      label={words[kind][0]}
                      hint={words[kind][1]}
                      checked={email[kind] ?? true}
                      onChange={(on) => change.mutate({ body: { email: { ...data.email, [kind]: on } } })}
                    />
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
      </Card>
    </Page>
  );
}
