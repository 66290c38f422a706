import type { CertificateOrigin } from '@aegis/contracts';
import type { NewMail } from '../../platform/mail/outbox.ts';

type Mail = Omit<NewMail, 'to'>;

const whatToDo: Record<CertificateOrigin, string> = {
  uploaded: 'Upload its successor in the dashboard; it takes the place of this one without a pause.',
  ordered:
    'Its renewal has not succeeded so far. The dashboard shows the order with the reason and what to do.',
};

export const certificateExpiring = (
  app: string,
  hosts: readonly string[],
  expiresAt: Date,
  origin: CertificateOrigin,
): Mail => ({
  subject: `A certificate of ${app} expires soon`,
  text: [
    `The certificate that ${hosts.join(', ')} show expires at ${expiresAt.toISOString()}.`,
    'From then on clients refuse the connection.',
    '',
    whatToDo[origin],
  ].join('\n'),
});
