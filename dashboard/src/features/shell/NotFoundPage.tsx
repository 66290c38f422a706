import { Compass } from 'lucide-react';
import { LinkButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/States.tsx';

export const NotFoundPage = () => (
  <main className="grid min-h-[70dvh] place-items-center">
    <title>Not found · Aegis</title>
    <h1 className="sr-only">Not found</h1>
    <Empty
      icon={Compass}
      title="There is nothing here"
      action={<LinkButton to="/">Go to the start</LinkButton>}
    >
      The address is mistyped, the thing was deleted, or your account may not see it.
    </Empty>
  </main>
);
