import { Outlet } from 'react-router';
import { Logo } from '../../brand/Logo.tsx';
import { CodeBlock } from '../../ui/Copy.tsx';
import { ThemeToggle } from '../../ui/ThemeToggle.tsx';

/** Forms of visitors: on wide screens beside what they are about to get. */
export function AuthLayout() {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,1fr)_minmax(0,1.1fr)]">
      <div className="flex flex-col px-5 py-5 sm:px-10 sm:py-7">
        <header className="flex items-center justify-between">
          <Logo />
          <ThemeToggle />
        </header>
        <main className="mx-auto flex w-full max-w-sm grow flex-col justify-center py-10">
          <Outlet />
        </main>
      </div>
      <Showcase />
    </div>
  );
}

const answer = `$ curl -H 'X-API-Key: aegis_prod_…' \\
    http://shop.example.com/orders

HTTP/1.1 200 OK
X-Request-Id: 0193f2c8-77aa
RateLimit: "burst";r=599;t=60

{ "orders": [ … ] }`;

const points = [
  ['Paste an address', 'Your API answers on its own host, behind keys, in under two minutes.'],
  ['Change it live', 'Routes, limits and keys reach every gateway in milliseconds, without a reload.'],
  ['Know what happened', 'Every refusal says why, every change says where it is served.'],
] as const;

const Showcase = () => (
  <aside className="hidden flex-col justify-center gap-10 border-l border-line bg-sunken px-12 py-10 lg:flex xl:px-20">
    <p className="max-w-md text-3xl leading-tight font-semibold tracking-tight text-balance">
      The gateway in front of your API, run by you.
    </p>
    <div className="max-w-xl">
      <CodeBlock text={answer} label="Example call" />
    </div>
    <dl className="grid max-w-xl gap-5 xl:grid-cols-3">
      {points.map(([title, text]) => (
        <div key={title}>
          <dt className="font-medium">{title}</dt>
          <dd className="mt-1 text-soft">{text}</dd>
        </div>
      ))}
    </dl>
  </aside>
);
