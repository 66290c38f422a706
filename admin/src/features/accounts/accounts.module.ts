import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/index.ts';
import { AccountsController } from './accounts.controller.ts';
import { InvitationLookup } from './invitation-lookup.ts';
import { MailedLinks } from './mailed-links.ts';
import { PasswordService } from './password.service.ts';
import { ProfileService } from './profile.service.ts';
import { RegistrationService } from './registration.service.ts';
import { VerificationService } from './verification.service.ts';

@Module({
  imports: [SessionsModule],
  controllers: [AccountsController],
  providers: [
    RegistrationService,
    VerificationService,
    PasswordService,
    ProfileService,
    MailedLinks,
    InvitationLookup,
  ],
  exports: [MailedLinks, InvitationLookup],
})
export class AccountsModule {}
