import { useMe } from '../../api/use-session.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import { operatorNavigation } from './navigation.ts';
import { Shell } from './Shell.tsx';
import { Switcher } from './Switcher.tsx';

export function OperatorLayout() {
  const { operator_role: role } = useMe();
  if (!role) return <NotFoundPage />;
  return <Shell switcher={<Switcher title="Operator console" />} groups={operatorNavigation()} />;
}
