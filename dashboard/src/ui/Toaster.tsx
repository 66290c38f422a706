import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button } from './Button.tsx';
import { type Toast, toast, useToasts } from './toast-store.ts';

/** The corner of the page: `children` above the messages. Good news leaves by itself, bad news stays until it was read. */
export function Toaster({ children }: { children?: ReactNode }) {
  const toasts = useToasts();
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-3 z-60 flex flex-col items-end gap-2 sm:left-auto sm:max-w-md"
    >
      {children}
      {toasts.map((one) => (
        <ToastCard key={one.id} one={one} />
      ))}
    </section>
  );
}

function ToastCard({ one }: { one: Toast }) {
  useEffect(() => {
    if (one.tone === 'bad') return;
    const timer = setTimeout(() => toast.dismiss(one.id), 5_000);
    return () => clearTimeout(timer);
  }, [one]);
  const Icon = one.tone === 'good' ? CircleCheck : CircleAlert;
  return (
    <div className="pointer-events-auto flex w-full items-start gap-3 sm:w-96 rounded-lg border border-line bg-surface p-3 pr-2 shadow-float animate-rise">
      <Icon
        className={one.tone === 'good' ? 'mt-0.5 size-4 text-good' : 'mt-0.5 size-4 text-bad'}
        aria-hidden
      />
      <div className="min-w-0 grow">
        <p className="font-medium">{one.title}</p>
        {one.detail && <p className="text-soft">{one.detail}</p>}
        {one.requestId && <p className="mt-1 font-mono text-xs text-faint">{one.requestId}</p>}
      </div>
      <Button look="ghost" size="icon" aria-label="Dismiss" onClick={() => toast.dismiss(one.id)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
