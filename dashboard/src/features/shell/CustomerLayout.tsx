import type { CustomerStatus } from '@aegis/contracts';
import { useParams } from 'react-router';
import { useMe } from '../../api/use-session.ts';
import { Notice } from '../../ui/Notice.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { customerNavigation } from './navigation.ts';
import { Shell } from './Shell.tsx';
import { Switcher } from './Switcher.tsx';

export function CustomerLayout() {
  const { slug = '' } = useParams();
  const membership = useMe().memberships.find((one) => one.slug === slug);
  if (!membership) return <NotFoundPage />;
  return (
    <Shell
      key={slug}
      switcher={<Switcher current={slug} title={membership.name} />}
      groups={customerNavigation(membership)}
      banner={<StatusBanner status={membership.status} />}
    />
  );
}

const stopped: Partial<Record<CustomerStatus, [string, string]>> = {
  unverified: ['Confirm your e-mail address', 'Open the link in the mail; until then no traffic is served.'],
  pending: ['Waiting for approval', 'The people who run this gateway were told. No traffic is served yet.'],
  suspended: ['This company is suspended', 'Its traffic is refused. Ask the people who run this gateway.'],
  closed: ['This company is closed', 'Its traffic is refused and its data will be erased.'],
};

function StatusBanner({ status }: { status: CustomerStatus }) {
  const words = stopped[status];
  if (!words) return null;
  return (
    <div className="px-4 pt-4 sm:px-6 lg:px-10">
      <Notice tone="warn" title={words[0]}>
        {words[1]}
      </Notice>
    </div>
  );
}
