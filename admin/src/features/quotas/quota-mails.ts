import type { QuotaKind, QuotaReached } from '@aegis/contracts';
import type { NewMail } from '../../platform/mail/outbox.ts';

interface Reached extends Pick<QuotaReached, 'percent' | 'environment' | 'tenant' | 'amount'> {
  app: string;
  name: string;
  kind: QuotaKind;
  resetsAt: Date;
}

const consequences: Record<QuotaKind, string> = {
  hard: 'What is above it is refused with 429 quota_exceeded until then.',
  soft: 'Requests go on and are counted as overage.',
};

export function quotaReached(reached: Reached, last: boolean): Omit<NewMail, 'to'> {
  const { app, name, percent, environment, tenant, amount, kind, resetsAt } = reached;
  const whose = tenant === '' ? app : `the tenant ${tenant} of ${app}`;
  return {
    subject: `${percent} percent of the quota ${name} of ${app} are used`,
    text: [
      `In ${environment}, ${whose} has used ${percent} percent of ${amount.toLocaleString('en')} requests.`,
      `The quota begins anew at ${resetsAt.toISOString()}. ${consequences[kind]}`,
      ...(last ? ['', 'No more mails about this quota come in this period. The dashboard shows it.'] : []),
    ].join('\n'),
  };
}
