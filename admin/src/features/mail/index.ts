export { MailModule } from './mail.module.ts';
