import { Check, ChevronsUpDown, ShieldCheck } from 'lucide-react';
import { useMe } from '../../api/use-session.ts';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/Menu.tsx';

/** From one company to another, or to the operator console. `current` is a slug; undefined in the console. */
export function Switcher({ current, title }: { current?: string; title: string }) {
  const me = useMe();
  return (
    <Menu
      label="Companies"
      align="start"
      button={(props) => (
        <button
          {...props}
          type="button"
          className="flex items-center gap-2.5 rounded-md border border-line bg-surface px-2.5 py-2 text-left transition-colors hover:border-line-strong"
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded bg-accent text-xs font-semibold text-on-accent"
          >
            {current === undefined ? <ShieldCheck className="size-3.5" /> : title.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 grow truncate font-medium">{title}</span>
          <span className="sr-only">, change</span>
          <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden />
        </button>
      )}
    >
      {me.memberships.length > 0 && <MenuLabel>Companies</MenuLabel>}
      {me.memberships.map((one) => (
        <MenuItem key={one.customer_id} to={`/c/${one.slug}`}>
          <span className="min-w-0 grow truncate">{one.name}</span>
          {one.slug === current && <Check aria-label="current" />}
        </MenuItem>
      ))}
      {me.operator_role && (
        <>
          {me.memberships.length > 0 && <MenuSeparator />}
          <MenuItem to="/operator">
            <ShieldCheck aria-hidden />
            <span className="grow">Operator console</span>
            {current === undefined && <Check aria-label="current" />}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
