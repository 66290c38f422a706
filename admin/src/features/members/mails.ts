import type { NewMail } from '../../platform/mail/outbox.ts';

export const invitationMail = (to: string, inviter: string, company: string, url: string): NewMail => ({
  to,
  subject: `${inviter} invites you to ${company}`,
  text: `${inviter} invites you to join ${company}. The link works once, for seven days:

${url}

If you do not know them, ignore this mail.
`,
});

export const memberJoinedMail = (name: string, email: string, role: string): Omit<NewMail, 'to'> => ({
  subject: `${name} has joined`,
  text: `${name} (${email}) has joined your company as ${role}.
`,
});
