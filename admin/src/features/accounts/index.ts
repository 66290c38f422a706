export { type AccountRow, lockAccountByEmail } from './account.row.ts';
export { AccountsModule } from './accounts.module.ts';
export { InvitationLookup } from './invitation-lookup.ts';
export { MailedLinks } from './mailed-links.ts';
export { operatorWelcomeMail, pageUrl } from './mails.ts';
