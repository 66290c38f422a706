import type { NewMail } from '../../platform/mail/outbox.ts';

/** Addresses of the dashboard's pages that mails lead to. */
export const pageUrl = (publicUrl: string, path: string, query: Record<string, string> = {}): string => {
  const url = new URL(path, publicUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
};

export const verificationMail = (to: string, name: string, url: string): NewMail => ({
  to,
  subject: 'Confirm your e-mail address',
  text: `Hello ${name},

open this link to confirm your e-mail address and sign in. It works once, for two days:

${url}

If you did not register, ignore this mail: without the link nothing happens.
`,
});

/** To somebody who registers an address that has an account: the page's answer must not tell, the mail may. */
export const alreadyRegisteredMail = (to: string, loginUrl: string, forgotUrl: string): NewMail => ({
  to,
  subject: 'You already have an account',
  text: `Somebody, probably you, tried to register this address, but it has an account already.

Sign in:
${loginUrl}

Choose a new password:
${forgotUrl}

If it was not you, nothing has changed.
`,
});

export const resetMail = (to: string, url: string): NewMail => ({
  to,
  subject: 'Choose a new password',
  text: `Open this link to choose a new password. It works once, for one hour:

${url}

If you did not ask for it, ignore this mail: your password stays as it is.
`,
});

export const passwordChangedMail = (to: string, forgotUrl: string): NewMail => ({
  to,
  subject: 'Your password was changed',
  text: `The password of your account was changed, and every other session was ended.

If it was not you, choose a new one at once:
${forgotUrl}
`,
});

export const operatorWelcomeMail = (to: string, url: string): NewMail => ({
  to,
  subject: 'You are an operator now',
  text: `You were made an operator of this platform. Choose a password with this link. It works once, for one hour:

${url}
`,
});

export const awaitsApprovalMail = (to: string, company: string, url: string): NewMail => ({
  to,
  subject: `${company} awaits approval`,
  text: `The company "${company}" has registered and awaits your approval:

${url}
`,
});
