import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { Logo } from '../../brand/Logo.tsx';
import { classes } from '../../ui/classes.ts';
import { ThemeToggle } from '../../ui/ThemeToggle.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import type { NavGroup, NavItem } from './navigation.ts';

interface SidebarProps {
  switcher: ReactNode;
  groups: readonly NavGroup[];
  onSearch: () => void;
}

export const Sidebar = ({ switcher, groups, onSearch }: SidebarProps) => (
  <div className="flex h-full flex-col gap-4 px-3 py-4">
    <div className="hidden items-center justify-between px-2 lg:flex">
      <Logo small />
      <ThemeToggle />
    </div>
    {switcher}
    <button
      type="button"
      onClick={onSearch}
      className="hidden h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-faint transition-colors hover:border-line-strong hover:text-ink lg:flex"
    >
      <Search className="size-3.5" aria-hidden />
      <span className="grow text-left">Search</span>
      <kbd className="font-sans text-2xs">{/mac/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
    <nav aria-label="Main" className="flex grow flex-col gap-5 overflow-y-auto">
      {groups.map((group) => (
        <div key={group.title ?? 'first'}>
          {group.title && <p className="px-2.5 pb-1.5 text-xs text-faint">{group.title}</p>}
          <ul className="flex flex-col gap-0.5">
            {group.items.map((item) => (
              <Item key={item.to} item={item} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
    <AccountMenu />
  </div>
);

const Item = ({ item: { to, label, icon: Icon, end } }: { item: NavItem }) => (
  <li>
    <NavLink
      to={to}
      end={end ?? false}
      className={({ isActive }) =>
        classes(
          'flex items-center gap-2.5 rounded-md px-2.5 py-1.5 font-medium transition-colors',
          isActive ? 'bg-accent-soft text-accent' : 'text-soft hover:bg-hover hover:text-ink',
        )
      }
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      {label}
    </NavLink>
  </li>
);
