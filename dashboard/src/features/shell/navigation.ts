import type { Membership } from '@aegis/contracts';
import {
  Bell,
  Boxes,
  Building2,
  ChartLine,
  KeyRound,
  type LucideIcon,
  Mail,
  Puzzle,
  ScrollText,
  Server,
  SlidersHorizontal,
  SquareTerminal,
  Users,
  UsersRound,
} from 'lucide-react';

export interface NavItem {
  to: string;
  label: string;
  icon: LucideIcon;
  end?: boolean;
}

export interface NavGroup {
  /** Undefined: the first group needs no heading. */
  title?: string;
  items: readonly NavItem[];
}

export function customerNavigation({ slug }: Membership): readonly NavGroup[] {
  const at = (path: string) => `/c/${slug}${path}`;
  return [
    {
      items: [
        { to: at(''), label: 'Overview', icon: ChartLine, end: true },
        { to: at('/apps'), label: 'Apps', icon: Boxes },
        { to: at('/keys'), label: 'API keys', icon: KeyRound },
      ],
    },
    {
      title: 'Company',
      items: [
        { to: at('/team'), label: 'Team', icon: Users },
        { to: at('/tokens'), label: 'Tokens', icon: SquareTerminal },
        { to: at('/audit'), label: 'Audit', icon: ScrollText },
        { to: at('/notifications'), label: 'Notifications', icon: Bell },
      ],
    },
  ];
}

export function operatorNavigation(): readonly NavGroup[] {
  return [
    {
      items: [
        { to: '/operator/gateways', label: 'Gateways', icon: Server },
        { to: '/operator/customers', label: 'Customers', icon: Building2 },
        { to: '/operator/plugins', label: 'Plugins', icon: Puzzle },
        { to: '/operator/config', label: 'Platform settings', icon: SlidersHorizontal },
      ],
    },
    {
      title: 'Platform',
      items: [
        { to: '/operator/operators', label: 'Operators', icon: UsersRound },
        { to: '/operator/mail', label: 'Mail', icon: Mail },
        { to: '/operator/audit', label: 'Audit', icon: ScrollText },
      ],
    },
  ];
}
