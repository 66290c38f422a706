import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface PageProps {
  title: string;
  /** One line below the title. */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page's title is the document's title too, so that tabs and screen readers tell pages apart. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <div className="flex flex-col gap-6">
      <title>{`${title} · Aegis`}</title>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="truncate text-xl font-semibold tracking-tight">{title}</h1>
          {lead && <div className="mt-1 text-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export const Card = ({ children, className }: { children: ReactNode; className?: string }) => (
  <div className={classes('rounded-lg border border-line bg-surface', className)}>{children}</div>
);

interface SectionProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export const Section = ({ title, lead, actions, flush, children }: SectionProps) => (
  <section className="min-w-0 rounded-lg border border-line bg-surface">
    <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3">
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        {lead && <p className="text-xs text-faint">{lead}</p>}
      </div>
      {actions}
    </div>
    <div className={flush ? '' : 'p-4'}>{children}</div>
  </section>
);

/** Names and values, one below the other on phones. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-[max-content_1fr]">{children}</dl>
);

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-faint">{name}</dt>
    <dd className="-mt-2.5 min-w-0 break-words sm:mt-0">{children}</dd>
  </>
);
