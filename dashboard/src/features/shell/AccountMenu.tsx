import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useParams } from 'react-router';
import { useMe } from '../../api/use-session.ts';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/Menu.tsx';
import { chooseTheme } from '../../ui/theme.ts';
import { useSignOut } from './use-sign-out.ts';

export function AccountMenu() {
  const { account } = useMe();
  const { slug } = useParams();
  const leave = useSignOut();
  return (
    <Menu
      label="Account"
      align="start"
      button={(props) => (
        <button
          {...props}
          type="button"
          className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-left transition-colors hover:bg-hover"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {account.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 grow">
            <span className="block truncate font-medium">{account.name}</span>
            <span className="block truncate text-xs text-faint">{account.email}</span>
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden />
        </button>
      )}
    >
      <MenuItem to={slug ? `/c/${slug}/profile` : '/operator/profile'}>
        <UserRound aria-hidden />
        Profile and sessions
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Colours</MenuLabel>
      <MenuItem onSelect={() => chooseTheme('light')}>
        <Sun aria-hidden />
        Light
      </MenuItem>
      <MenuItem onSelect={() => chooseTheme('dark')}>
        <Moon aria-hidden />
        Dark
      </MenuItem>
      <MenuItem onSelect={() => chooseTheme('system')}>
        <Monitor aria-hidden />
        As the system
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => leave.mutate()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
