import { Outlet, ScrollRestoration } from 'react-router';
import { PageAnnouncer } from './PageAnnouncer.tsx';

/** What all pages share: where they were scrolled to, and being told apart by screen readers. */
export const Root = () => (
  <>
    <Outlet />
    <ScrollRestoration />
    <PageAnnouncer />
  </>
);
