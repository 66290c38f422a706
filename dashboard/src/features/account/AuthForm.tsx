import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface AuthFormProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

export const AuthForm = ({ title, lead, children, footer }: AuthFormProps) => (
  <>
    <title>{`${title} · Aegis`}</title>
    <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
    {lead && <p className="mt-1.5 text-soft">{lead}</p>}
    <div className="mt-7 flex flex-col gap-4">{children}</div>
    {footer && <p className="mt-7 text-soft">{footer}</p>}
  </>
);

export const TextLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link to={to} className="font-medium text-accent underline-offset-4 hover:underline">
    {children}
  </Link>
);
