import type { Me } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from 'react-router';
import { MeContext } from '../../api/me-context.ts';
import { sessionQuery } from '../../api/session.ts';
import { Logo } from '../../brand/Logo.tsx';
import { Failure } from '../../ui/States.tsx';

/** Shown until it is known who is here. */
export const Splash = () => (
  <div className="grid min-h-dvh place-items-center" role="status" aria-label="Loading">
    <span className="animate-shimmer">
      <Logo />
    </span>
  </div>
);

/** Signed-in pages: a visitor is sent to the sign-in page and back afterwards. */
export function RequireSession() {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  if (session.data === undefined)
    return session.error ? (
      <Failure problem={session.error} retry={() => void session.refetch()} />
    ) : (
      <Splash />
    );
  if (session.data === null) {
    const next = encodeURIComponent(`${location.pathname}${location.search}`);
    return <Navigate to={location.pathname === '/' ? '/login' : `/login?next=${next}`} replace />;
  }
  return (
    <MeContext value={session.data}>
      <Outlet />
    </MeContext>
  );
}

/** Where somebody who just signed in belongs. */
export function homeOf(me: Me): string {
  const [first, second] = me.memberships;
  if (first && !second && !me.operator_role) return `/c/${first.slug}`;
  if (!first && me.operator_role) return '/operator';
  return '/companies';
}

export function Home() {
  const { data: me } = useQuery(sessionQuery);
  return me ? <Navigate to={homeOf(me)} replace /> : <Splash />;
}
