import { useRouteError } from 'react-router';
import { Failure } from '../../ui/States.tsx';

/** A page broke, or a newer version of the dashboard replaced the files that this one wants to load. */
export function ErrorPage() {
  const problem = useRouteError();
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <title>Something went wrong · Aegis</title>
      <h1 className="sr-only">Something went wrong</h1>
      <Failure problem={problem} retry={() => location.reload()} />
    </main>
  );
}
