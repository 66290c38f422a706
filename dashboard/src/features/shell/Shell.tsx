import { Menu as MenuIcon, Search, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { Logo } from '../../brand/Logo.tsx';
import { ChangeStatus } from '../../liveness/ChangeStatus.tsx';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { ThemeToggle } from '../../ui/ThemeToggle.tsx';
import { Toaster } from '../../ui/Toaster.tsx';
import type { NavGroup } from './navigation.ts';
import { Sidebar } from './Sidebar.tsx';
import { useShortcut } from './use-shortcut.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./CommandPalette.tsx')).CommandPalette }));

interface ShellProps {
  /** What the pages are about: the company, or the platform. */
  switcher: ReactNode;
  groups: readonly NavGroup[];
  banner?: ReactNode;
}

/** Frame of all signed-in pages. */
export function Shell({ switcher, groups, banner }: ShellProps) {
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const { pathname } = useLocation();
  // Going elsewhere closes the drawer.
  useEffect(() => setDrawer(false), [pathname]);
  useShortcut('k', () => setPalette(true));
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b border-line bg-canvas px-3 lg:hidden">
        <Button
          look="ghost"
          size="icon"
          aria-label={drawer ? 'Close the menu' : 'Open the menu'}
          aria-expanded={drawer}
          onClick={() => setDrawer(!drawer)}
        >
          {drawer ? <X aria-hidden /> : <MenuIcon aria-hidden />}
        </Button>
        <Logo small />
        <span className="grow" />
        <Button look="ghost" size="icon" aria-label="Search" onClick={() => setPalette(true)}>
          <Search aria-hidden />
        </Button>
        <ThemeToggle />
      </header>
      <aside
        aria-label="Menu"
        className={classes(
          'z-20 border-line bg-canvas lg:sticky lg:top-0 lg:block lg:h-dvh lg:border-r',
          drawer ? 'fixed inset-x-0 top-13 bottom-0' : 'hidden',
        )}
      >
        <Sidebar switcher={switcher} groups={groups} onSearch={() => setPalette(true)} />
      </aside>
      <div className="min-w-0">
        {banner}
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl px-4 pt-6 pb-24 outline-none sm:px-6 lg:px-10 lg:pt-8"
        >
          <Outlet />
        </main>
      </div>
      <Toaster>
        <ChangeStatus />
      </Toaster>
      {palette && (
        <Suspense>
          <CommandPalette onClose={() => setPalette(false)} groups={groups} />
        </Suspense>
      )}
    </div>
  );
}
