import type { NewMail } from '../../platform/mail/outbox.ts';

type Mail = Omit<NewMail, 'to'>;

export const certificateExpiring = (app: string, hosts: readonly string[], expiresAt: Date): Mail => ({
  subject: `A certificate of ${app} expires soon`,
  text: [
    `The certificate that ${hosts.join(', ')} show expires at ${expiresAt.toISOString()}.`,
    'From then on clients refuse the connection.',
    '',
    'Upload its successor in the dashboard; it takes the place of this one without a pause.',
  ].join('\n'),
});
