import type { NewMail } from '../../platform/mail/outbox.ts';

type Mail = Omit<NewMail, 'to'>;

interface Named {
  name: string;
  prefix: string;
  environment: string;
}

export const keyCreated = (
  company: string,
  { name, prefix, environment, created_by }: Named & { created_by: string },
): Mail => ({
  subject: `A new API key of ${company}`,
  text: [
    `${created_by} created the API key "${name}" (${prefix}…) for ${environment}.`,
    '',
    'If that was not meant to happen, revoke it in the dashboard.',
  ].join('\n'),
});

export const keyExpiring = (app: string, { name, prefix, environment }: Named, expiresAt: Date): Mail => ({
  subject: `An API key of ${app} expires soon`,
  text: [
    `The API key "${name}" (${prefix}…) for ${environment} expires at ${expiresAt.toISOString()}.`,
    '',
    'Rotate it in the dashboard, and give the new one to whoever calls with it.',
  ].join('\n'),
});
