import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { classes } from './classes.ts';

export interface LinkTab {
  to: string;
  label: string;
  end?: boolean;
}

/** Tabs that are addresses: each can be linked, opened aside and gone back to. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  // On a phone the current tab may lie outside of the row; another address makes another tab the current one.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      <ul ref={list} className="flex gap-1">
        {tabs.map(({ to, label: text, end }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end ?? false}
              className={({ isActive }) =>
                classes(
                  '-mb-px block border-b-2 px-2.5 py-2 font-medium whitespace-nowrap transition-colors -outline-offset-2',
                  isActive ? 'border-accent text-ink' : 'border-transparent text-faint hover:text-ink',
                )
              }
            >
              {text}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
