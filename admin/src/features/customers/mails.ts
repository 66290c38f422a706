import type { NewMail } from '../../platform/mail/outbox.ts';

export const companyInvitationMail = (to: string, url: string): NewMail => ({
  to,
  subject: 'You are invited to register your company',
  text: `You may register your company with this link. It works once, for seven days:

${url}
`,
});
