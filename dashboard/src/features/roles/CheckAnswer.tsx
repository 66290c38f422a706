import { type AuthorizationCheck, errorCodes, type Reason } from '@aegis/contracts';
import { CircleCheck, CircleX } from 'lucide-react';
import { Tag } from '../../ui/Status.tsx';

const verdicts: Record<AuthorizationCheck['verdict'], string> = {
  allowed: 'Allowed',
  denied: 'Denied',
  open: 'Nothing allows it, and nothing denies it',
};

const sources: Record<Reason['source'], string> = {
  granted_role: 'granted role',
  token_role: 'role in the token',
  token_scopes: 'scope of the token',
  key_scopes: 'scope of the key',
};

export function CheckAnswer({ answer }: { answer: AuthorizationCheck }) {
  const { verdict, refusal, reasons, roles, tenant, route, asks_backend } = answer;
  const Icon = refusal ? CircleX : CircleCheck;
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-line bg-sunken p-4">
      <div className="flex items-start gap-2.5">
        <Icon className={`mt-0.5 size-4 shrink-0 ${refusal ? 'text-bad' : 'text-good'}`} aria-hidden />
        <div>
          <p className="font-medium">{verdicts[verdict]}</p>
          {asks_backend && <p className="text-soft">Your backend is asked, and has the last word.</p>}
          {refusal && (
            <p className="text-soft">
              The gateway answers <span className="font-mono text-xs">{refusal}</span>:{' '}
              {errorCodes[refusal].title.toLowerCase()}.
            </p>
          )}
        </div>
      </div>
      {reasons.length > 0 && (
        <ul className="flex flex-col gap-2">
          {reasons.map((reason) => (
            <ReasonLine key={`${reason.source} ${reason.role ?? ''} ${reason.pattern}`} reason={reason} />
          ))}
        </ul>
      )}
      <p className="text-xs text-faint">
        {route && `The route ${route.name} demands ${route.permission ?? 'no permission'}. `}
        {tenant && `${tenantWords(tenant)} `}
        {roles.length > 0 ? `Roles that count: ${roles.join(', ')}.` : 'No role counts.'}
      </p>
    </div>
  );
}

const ReasonLine = ({ reason: { effect, pattern, source, through } }: { reason: Reason }) => (
  <li className="flex flex-wrap items-center gap-x-2 gap-y-1">
    <Tag>{pattern}</Tag>
    <span className={effect === 'deny' ? 'text-bad' : 'text-good'}>
      {effect === 'deny' ? 'denies it' : 'allows it'}
    </span>
    <span className="text-soft">
      {sources[source]}
      {through && <span className="font-mono text-xs"> {through.join(' → ')}</span>}
    </span>
  </li>
);

function tenantWords({ known, status, tier }: NonNullable<AuthorizationCheck['tenant']>): string {
  if (!known) return 'Nobody made this tenant.';
  return `The tenant is ${status}${tier ? `, tier ${tier}` : ''}.`;
}
