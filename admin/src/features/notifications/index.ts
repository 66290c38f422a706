export { NotificationsModule } from './notifications.module.ts';
export { mailsToMembers } from './recipients.ts';
