import type { NewMail } from '../../platform/mail/outbox.ts';

type Mail = Omit<NewMail, 'to'>;

export const orderFailed = (
  app: string,
  hosts: readonly string[],
  { reason, nextStep }: { reason: string; nextStep: string },
): Mail => ({
  subject: `No certificate for ${app}`,
  text: [
    `The order of a certificate for ${hosts.join(', ')} has failed:`,
    reason,
    '',
    `What to do: ${nextStep}`,
  ].join('\n'),
});
