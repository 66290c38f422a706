import { ChevronRight, ShieldCheck } from 'lucide-react';
import { Link } from 'react-router';
import { useMe } from '../../api/use-session.ts';
import { Badge } from '../../ui/Status.tsx';
import { AuthForm } from './AuthForm.tsx';

/** All that the account may enter. */
export function CompaniesPage() {
  const me = useMe();
  const row =
    'flex items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 transition-colors hover:bg-hover';
  return (
    <AuthForm title="Choose a company" lead={`Signed in as ${me.account.email}`}>
      <ul className="flex flex-col gap-2">
        {me.memberships.map((one) => (
          <li key={one.customer_id}>
            <Link to={`/c/${one.slug}`} className={row}>
              <span className="min-w-0 grow truncate font-medium">{one.name}</span>
              <Badge>{one.role}</Badge>
              <ChevronRight className="size-4 text-faint" aria-hidden />
            </Link>
          </li>
        ))}
        {me.operator_role && (
          <li>
            <Link to="/operator" className={row}>
              <ShieldCheck className="size-4 text-accent" aria-hidden />
              <span className="grow font-medium">Operator console</span>
              <Badge>{me.operator_role}</Badge>
              <ChevronRight className="size-4 text-faint" aria-hidden />
            </Link>
          </li>
        )}
      </ul>
      {me.memberships.length === 0 && !me.operator_role && (
        <p className="text-soft">Your account belongs to no company. Ask a colleague to invite you.</p>
      )}
    </AuthForm>
  );
}
